import { describe, expect, it } from 'vitest';
import { seated, termOn, type BoardTerm } from './record.ts';

const term = (id: number, startsOn: string, endsOn: string, over: Partial<BoardTerm> = {}): BoardTerm => ({
	id,
	startsOn,
	endsOn,
	isTemporary: false,
	decision: null,
	file: null,
	members: [],
	...over,
});
const member = (id: number, position: 'chair' | 'member', startsOn: string, endsOn: string | null) => ({
	id,
	position,
	startsOn,
	endsOn,
	nameAr: `عضو ${id}`,
	nameEn: `Member ${id}`,
});

describe('the board on a day', () => {
	const boards = [term(2, '2026-01-01', '2027-12-31'), term(1, '2024-01-01', '2025-12-31')];

	it('is the term that covers it, first and last day included', () => {
		expect(termOn(boards, '2026-01-01')?.id).toBe(2);
		expect(termOn(boards, '2025-12-31')?.id).toBe(1);
		expect(termOn(boards, '2028-01-01')).toBeUndefined();
	});

	it('is the temporary board where one was appointed', () => {
		const appointed = term(3, '2026-02-01', '2026-06-30', { isTemporary: true });
		expect(termOn([...boards, appointed], '2026-03-01')?.id).toBe(3);
	});

	it('seats those who sit that day, the chair first; a past board those who sat at its end', () => {
		const members = [
			member(1, 'member', '2026-01-01', null),
			member(2, 'chair', '2026-01-01', '2026-03-31'),
			member(3, 'chair', '2026-04-01', null),
		];
		const present = term(2, '2026-01-01', '2027-12-31', { members });
		expect(seated(present, '2026-02-01').map(({ id }) => id)).toEqual([2, 1]);
		expect(seated(present, '2026-05-01').map(({ id }) => id)).toEqual([3, 1]);
		expect(seated(present, '2029-01-01').map(({ id }) => id)).toEqual([3, 1]);
	});
});
