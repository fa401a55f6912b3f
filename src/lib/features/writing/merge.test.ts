import { expect, test } from 'vitest';
import { mergeCells } from './merge.ts';

/** A generator of numbers that gives the same ones for the same seed. */
function randomOf(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

test('what one changed is taken, what the other changed is kept, what both changed alike is no conflict', () => {
	const before = { a: '1', b: '1', c: '1', d: '1', e: '1' };
	const now = { ...before, b: '2', c: '3', d: '4' };
	const merged = mergeCells(
		{ a: '9', b: '1', c: '5', d: '4', e: '1' },
		(cell) => before[cell as 'a'],
		(cell) => now[cell as 'a'],
	);
	expect(merged).toEqual({ take: { a: '9' }, theirs: ['b'], conflicts: ['c'] });
});

test('where nobody knows any more what it was, every difference is put to the people', () => {
	expect(
		mergeCells(
			{ a: '1', b: '2' },
			() => undefined,
			(cell) => (cell === 'a' ? '1' : '3'),
		),
	).toEqual({ take: {}, theirs: [], conflicts: ['b'] });
});

test('two people who write at random lose nothing, and conflict exactly where both changed differently', () => {
	const CELLS = ['a', 'b', 'c', 'd'];
	for (let seed = 1; seed <= 300; seed += 1) {
		const random = randomOf(seed);
		const text = () => String(random(4));
		const log = new Map<number, Record<string, string>>([
			[0, Object.fromEntries(CELLS.map((cell) => [cell, '']))],
		]);
		let saves = 0;
		const people = [0, 1].map(() => ({
			base: 0,
			shown: { ...log.get(0)! },
			changed: new Map<string, string>(),
		}));
		for (let step = 0; step < 40; step += 1) {
			const person = people[random(2)]!;
			const cell = CELLS[random(CELLS.length)]!;
			const typed = text();
			person.shown[cell] = typed;
			person.changed.set(cell, typed);
			if (random(3) === 0) continue;
			const [base, now] = [log.get(person.base)!, { ...log.get(saves)! }];
			const sent = Object.fromEntries(person.changed);
			const merged = mergeCells(
				sent,
				(name) => base[name],
				(name) => now[name]!,
			);
			const both = [...person.changed].filter(
				([name, mine]) => now[name] !== base[name] && mine !== base[name] && mine !== now[name],
			);
			expect(merged.conflicts.toSorted(), `seed ${seed}`).toEqual(both.map(([name]) => name).toSorted());
			for (const [name, mine] of person.changed) {
				const isKept = merged.take[name] === mine || now[name] === mine;
				const isAsked = merged.conflicts.includes(name);
				const isUndone = mine === base[name];
				expect(isKept || isAsked || isUndone, `seed ${seed} ${name}`).toBe(true);
			}
			// Nobody's saved word is overwritten by somebody who had not seen it.
			for (const name of Object.keys(merged.take)) expect(now[name], `seed ${seed} ${name}`).toBe(base[name]);
			saves += 1;
			log.set(saves, { ...now, ...merged.take });
			person.base = saves;
			// The screen shows the others' words; of a conflict the person chooses and saves again.
			person.shown = { ...log.get(saves)! };
			person.changed = new Map(
				merged.conflicts.filter(() => random(2) === 0).map((name) => [name, sent[name]!]),
			);
		}
	}
});
