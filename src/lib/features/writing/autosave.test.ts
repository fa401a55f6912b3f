import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Autosave, DEBOUNCE, PATIENCE, type SaveView } from './autosave.ts';
import type { Conflict, Saved, Typed } from './form.ts';
import { dropAllKept, keptPrefix, keptTexts, type Shelf } from './kept.ts';

const PREFIX = keptPrefix(7, 3, '2026-09');

function shelfOf(): Shelf {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key),
		key: (i) => [...kept.keys()][i] ?? null,
		get length() {
			return kept.size;
		},
	};
}

type Answer = (body: { base: number; cells: Typed }) => Response | Promise<Response>;

const json = (body: object, status = 200) => Response.json(body, { status });
const saved = (saves: number, more: Partial<Saved> = {}) =>
	json(
		{ saves, savedAt: '2026-10-05T07:42:00Z', cells: {}, conflicts: [], ...more },
		more.conflicts ? 409 : 200,
	);

function opened(answer: Answer, shelf = shelfOf()) {
	const sent: { base: number; cells: Typed }[] = [];
	const others: Typed[] = [];
	const views: SaveView[] = [];
	const autosave = new Autosave({
		url: '/autosave',
		key: `${PREFIX}page`,
		shelf,
		saves: 4,
		savedAt: null,
		fetch: (_, init) => {
			const body = JSON.parse(init?.body as string) as { base: number; cells: Typed };
			sent.push(body);
			return Promise.resolve(answer(body));
		},
		onview: (view) => views.push(view),
		onothers: (cells) => others.push(cells),
	});
	return { autosave, sent, others, shelf, view: () => views.at(-1)! };
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

test('what is typed is sent once, 800 ms after the last key, and then forgotten on the device', async () => {
	const { autosave, sent, shelf, view } = opened(() => saved(5));
	autosave.edit('spend', '1');
	await vi.advanceTimersByTimeAsync(DEBOUNCE - 1);
	autosave.edit('spend', '12');
	await vi.advanceTimersByTimeAsync(DEBOUNCE - 1);
	expect(sent).toEqual([]);
	expect(keptTexts(shelf, PREFIX, {})?.cells).toEqual({ spend: '12' });
	expect(view().cells).toEqual({ spend: 'unsaved' });
	await vi.advanceTimersByTimeAsync(1);
	expect(sent).toEqual([{ base: 4, cells: { spend: '12' } }]);
	expect(view()).toMatchObject({ status: 'saved', saves: 5, cells: { spend: 'saved' } });
	expect(shelf.length).toBe(0);
});

test('one request at a time: what is typed meanwhile follows it, upon its save', async () => {
	const answers: ((answer: Response) => void)[] = [];
	const { autosave, sent, view } = opened(() => new Promise((resolve) => answers.push(resolve)));
	autosave.edit('spend', '1');
	void autosave.flush();
	autosave.edit('new', '2');
	void autosave.flush();
	await vi.advanceTimersByTimeAsync(DEBOUNCE);
	expect(sent.length).toBe(1);
	expect(view().cells).toEqual({ spend: 'saving', new: 'unsaved' });
	answers[0]!(saved(5));
	await vi.advanceTimersByTimeAsync(DEBOUNCE);
	expect(sent[1]).toEqual({ base: 5, cells: { new: '2' } });
});

test('without a connection everything stays on the device, is tried again more and more seldom, and at once when it is back', async () => {
	let isOn = false;
	const { autosave, sent, shelf, view } = opened(() => {
		if (!isOn) throw new TypeError('failed to fetch');
		return saved(5);
	});
	autosave.edit('spend', '12');
	await vi.advanceTimersByTimeAsync(DEBOUNCE);
	expect(view()).toMatchObject({ status: 'offline', cells: { spend: 'failed' }, isKept: true });
	await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000);
	expect(sent.length).toBe(4);
	autosave.edit('new', '3');
	expect(keptTexts(shelf, PREFIX, {})?.cells).toEqual({ spend: '12', new: '3' });
	isOn = true;
	await autosave.flush();
	expect(view()).toMatchObject({ status: 'saved', saves: 5 });
	expect(shelf.length).toBe(0);
});

test('a server that is busy, or silent for too long, counts as no connection', async () => {
	const busy = opened(() => json({}, 503));
	busy.autosave.edit('spend', '1');
	await busy.autosave.flush();
	expect(busy.view().status).toBe('offline');

	const silent = new Autosave({
		url: '/autosave',
		key: 'silent',
		shelf: shelfOf(),
		saves: 0,
		savedAt: null,
		fetch: (_, init) =>
			new Promise((_resolve, reject) => {
				init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
			}),
		onview: (view) => (last = view.status),
		onothers: () => undefined,
	});
	let last = '';
	silent.edit('spend', '1');
	void silent.flush();
	await vi.advanceTimersByTimeAsync(PATIENCE - 1);
	expect(last).toBe('saving');
	await vi.advanceTimersByTimeAsync(1);
	expect(last).toBe('offline');
	silent.stop();
});

test('an ended session keeps the texts and is not hammered', async () => {
	const { autosave, sent, shelf, view } = opened(() => json({}, 401));
	autosave.edit('spend', '1');
	await autosave.flush();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(sent.length).toBe(1);
	expect(view().status).toBe('signedout');
	expect(keptTexts(shelf, PREFIX, {})?.cells).toEqual({ spend: '1' });
});

test('a refusal for good says the server’s words, keeps the texts and stops', async () => {
	const text = { ar: 'أُرسل التقرير', en: 'The report was submitted' };
	const { autosave, sent, shelf, view } = opened(() => json({ text }, 409));
	autosave.edit('spend', '1');
	await autosave.flush();
	autosave.edit('spend', '2');
	await vi.advanceTimersByTimeAsync(60_000);
	expect(sent.length).toBe(1);
	expect(view()).toMatchObject({ status: 'refused', refusal: text });
	expect(keptTexts(shelf, PREFIX, {})?.cells).toEqual({ spend: '2' });
});

const CONFLICT: Conflict = {
	cell: 'spend',
	section: 'spending',
	theirs: '20',
	mine: '10',
	before: '5',
	savedBy: null,
	savedAt: '2026-10-05T07:00:00Z',
};

test('of two texts for one cell nothing is lost: the others are saved, and the choice is sent upon the newest save', async () => {
	let conflicts: Conflict[] | undefined = [CONFLICT];
	const { autosave, sent, others, view, shelf } = opened(() =>
		saved(9, conflicts ? { conflicts, cells: { hours: '4' } } : {}),
	);
	autosave.editAll({ spend: '10', new: '3' });
	await autosave.flush();
	expect(view()).toMatchObject({ status: 'saved', cells: { spend: 'conflict', new: 'saved' } });
	expect(autosave.isDirty).toBe(true);
	expect(others).toEqual([{ hours: '4' }]);
	expect(keptTexts(shelf, PREFIX, {})?.cells).toEqual({ spend: '10' });

	conflicts = undefined;
	autosave.choose('spend', 'mine');
	await autosave.flush();
	expect(sent[1]).toEqual({ base: 9, cells: { spend: '10' } });
	expect(autosave.isDirty).toBe(false);
});

test('whoever takes the other’s text gets it, and nothing is left to send', async () => {
	const { autosave, sent, others, shelf } = opened(() => saved(9, { conflicts: [CONFLICT] }));
	autosave.edit('spend', '10');
	await autosave.flush();
	autosave.choose('spend', 'theirs');
	await vi.advanceTimersByTimeAsync(DEBOUNCE);
	expect(others).toEqual([{ spend: '20' }]);
	expect([sent.length, shelf.length, autosave.isDirty]).toEqual([1, 0, false]);
});

test('leaving the page makes one last attempt with everything, also what is on its way', () => {
	const { autosave, sent } = opened(() => new Promise<Response>(() => undefined));
	autosave.edit('spend', '1');
	void autosave.flush();
	autosave.edit('new', '2');
	autosave.leave();
	expect(sent.at(-1)).toEqual({ base: 4, cells: { spend: '1', new: '2' } });
});

test('kept texts are offered upon the save they were typed on, to their own account only, unless the server has them', async () => {
	const { autosave, shelf } = opened(() => json({}, 503));
	autosave.editAll({ spend: '1', new: '2' });
	await autosave.flush();
	expect(keptTexts(shelf, PREFIX, { new: '2' })).toMatchObject({ base: 4, cells: { spend: '1' } });
	expect(keptTexts(shelf, PREFIX, { new: '2', spend: '1' })).toBeUndefined();
	expect(keptTexts(shelf, keptPrefix(8, 3, '2026-09'), {})).toBeUndefined();
	autosave.stop();

	const { autosave: next, sent } = opened(() => saved(11), shelf);
	next.editAll({ spend: '1' }, 2);
	await next.flush();
	expect(sent).toEqual([{ base: 2, cells: { spend: '1' } }]);
	dropAllKept(shelf);
	expect(shelf.length).toBe(0);
});
