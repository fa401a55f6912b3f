import type { Text } from '#lib/i18n/text.ts';
import type { Conflict, Saved, Typed } from './form.ts';
import { keepTexts, type Shelf } from './kept.ts';

/**
 * How saving stands: everything acknowledged, typed and waiting, on its way, no connection, session ended, refused for
 * good.
 */
export type SaveStatus = 'saved' | 'waiting' | 'saving' | 'offline' | 'signedout' | 'refused';

/** How one cell stands to the server. */
export type CellSaving = 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';

/** What the screen shows of saving. */
export interface SaveView {
	readonly status: SaveStatus;
	/** Number and time of the newest save this page knows. */
	readonly saves: number;
	readonly savedAt: string | null;
	readonly cells: Readonly<Record<string, CellSaving>>;
	readonly conflicts: readonly Conflict[];
	/** Whether unsaved texts are kept on this device. */
	readonly isKept: boolean;
	/** The server's words when it refused for good. */
	readonly refusal: Text | null;
}

/** What autosave needs from its page. */
export interface AutosaveOptions {
	readonly url: string;
	readonly key: string;
	readonly shelf: Shelf;
	readonly saves: number;
	readonly savedAt: string | null;
	readonly fetch: typeof fetch;
	/** Called whenever the view changes. */
	readonly onview: (view: SaveView) => void;
	/** What others saved meanwhile, for cells that are not being typed here. */
	readonly onothers: (cells: Typed) => void;
}

/** Quiet after the last key before it is sent, in ms. */
export const DEBOUNCE = 800;
/** An answer that takes longer counts as no connection, in ms. */
export const PATIENCE = 20_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 30_000;

type Outcome =
	| { readonly kind: 'saved'; readonly saved: Saved }
	| { readonly kind: 'offline' | 'signedout' }
	| { readonly kind: 'refused'; readonly text: Text | null };

/** The device's own time: only orders what is kept on it. */
const deviceTime = () => new Date(performance.timeOrigin + performance.now()).toISOString();

function isSaved(body: unknown): body is Saved {
	return typeof (body as Partial<Saved> | null)?.saves === 'number';
}

async function outcomeOf(answer: Response): Promise<Outcome> {
	if (answer.status === 401) return { kind: 'signedout' };
	if (answer.status >= 500 || answer.status === 429) return { kind: 'offline' };
	const body: unknown = await answer.json().catch(() => null);
	if (isSaved(body)) return { kind: 'saved', saved: body };
	return { kind: 'refused', text: (body as { text?: Text } | null)?.text ?? null };
}

/**
 * Saves what is typed: 800 ms after the last key or at once on `flush`, one request at a time. What is not acknowledged
 * waits on the device and is tried again; nothing is dropped before the server has it.
 */
export class Autosave {
	readonly #options: AutosaveOptions;
	#typed = new Map<string, string>();
	#sending = new Map<string, string>();
	readonly #conflicts = new Map<string, Conflict>();
	readonly #acknowledged = new Set<string>();
	#saves: number;
	#savedAt: string | null;
	#status: SaveStatus = 'saved';
	#refusal: Text | null = null;
	#isKept = true;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#tries = 0;
	#isStopped = false;
	#running: Promise<void> | undefined;

	constructor(options: AutosaveOptions) {
		this.#options = options;
		this.#saves = options.saves;
		this.#savedAt = options.savedAt;
	}

	/** Whether something typed is not with the server yet. */
	get isDirty(): boolean {
		return this.#typed.size + this.#sending.size + this.#conflicts.size > 0;
	}

	/** Takes in what a cell says now. */
	edit(cell: string, text: string): void {
		this.editAll({ [cell]: text });
	}

	/** Takes in several cells at once, for example what was pasted. `base` is an older save they were typed upon. */
	editAll(cells: Typed, base?: number): void {
		if (base !== undefined) this.#saves = Math.min(this.#saves, base);
		for (const [cell, text] of Object.entries(cells)) {
			const conflict = this.#conflicts.get(cell);
			if (conflict) this.#conflicts.set(cell, { ...conflict, mine: text });
			else this.#typed.set(cell, text);
		}
		if (this.#status === 'saved') this.#status = 'waiting';
		this.#keep();
		this.#wait(DEBOUNCE);
	}

	/** Sends now what waits; used when a cell is left, the connection is back or the form is about to be sent. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#running) {
			await this.#running;
			if (this.#status !== 'saving' && this.#status !== 'waiting') return;
		}
		if (!this.#typed.size || this.#isStopped || this.#status === 'refused') return;
		this.#running ??= this.#send().finally(() => {
			this.#running = undefined;
		});
		await this.#running;
	}

	/** The page goes away: one last attempt that outlives it. What does not arrive is offered at the next visit. */
	leave(): void {
		if (!this.isDirty) return;
		const cells = { ...Object.fromEntries(this.#sending), ...Object.fromEntries(this.#typed) };
		if (Object.keys(cells).length) void this.#post(cells, { keepalive: true }).catch(() => undefined);
	}

	/** Settles a conflict. What was chosen against the other's text is sent again, upon that text. */
	choose(cell: string, whose: 'mine' | 'theirs'): void {
		const conflict = this.#conflicts.get(cell);
		if (!conflict) return;
		this.#conflicts.delete(cell);
		if (whose === 'mine') this.edit(cell, conflict.mine);
		else {
			this.#options.onothers({ [cell]: conflict.theirs });
			this.#keep();
			this.#show(this.#typed.size ? this.#status : 'saved');
		}
	}

	/** Ends the timers; the page is gone. */
	stop(): void {
		this.#isStopped = true;
		clearTimeout(this.#timer);
	}

	#wait(delay: number): void {
		clearTimeout(this.#timer);
		if (this.#isStopped || this.#status === 'refused') return;
		this.#timer = setTimeout(() => void this.flush(), delay);
	}

	async #post(cells: Typed, init: RequestInit): Promise<Response> {
		return await this.#options.fetch(this.#options.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify({ base: this.#saves, cells }),
			...init,
		});
	}

	async #send(): Promise<void> {
		this.#sending = this.#typed;
		this.#typed = new Map();
		this.#show('saving');
		const abort = new AbortController();
		const limit = setTimeout(() => abort.abort(), PATIENCE);
		const outcome = await this.#post(Object.fromEntries(this.#sending), { signal: abort.signal })
			.then(outcomeOf)
			.catch((): Outcome => ({ kind: 'offline' }))
			.finally(() => clearTimeout(limit));
		if (outcome.kind === 'saved') this.#acknowledge(outcome.saved);
		else this.#fail(outcome);
	}

	#acknowledge({ saves, savedAt, cells, conflicts }: Saved): void {
		this.#tries = 0;
		this.#saves = saves;
		this.#savedAt = savedAt;
		for (const conflict of conflicts) {
			const mine = this.#typed.get(conflict.cell) ?? this.#sending.get(conflict.cell) ?? conflict.mine;
			this.#conflicts.set(conflict.cell, { ...conflict, mine });
			this.#typed.delete(conflict.cell);
		}
		for (const cell of this.#sending.keys()) if (!this.#conflicts.has(cell)) this.#acknowledged.add(cell);
		const others = Object.entries(cells).filter(
			([cell]) => !this.#typed.has(cell) && !this.#sending.has(cell) && !this.#conflicts.has(cell),
		);
		this.#sending = new Map();
		this.#keep();
		if (others.length) this.#options.onothers(Object.fromEntries(others));
		this.#show(this.#typed.size ? 'waiting' : 'saved');
		if (this.#typed.size) this.#wait(DEBOUNCE);
	}

	#fail(outcome: Exclude<Outcome, { kind: 'saved' }>): void {
		this.#typed = new Map([...this.#sending, ...this.#typed]);
		this.#sending = new Map();
		this.#keep();
		if (outcome.kind === 'refused') this.#refusal = outcome.text;
		this.#show(outcome.kind);
		if (outcome.kind !== 'offline') return;
		this.#wait(Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.#tries));
		this.#tries += 1;
	}

	#keep(): void {
		const conflicts = [...this.#conflicts.values()].map(({ cell, mine }): [string, string] => [cell, mine]);
		const cells = Object.fromEntries([...conflicts, ...this.#sending, ...this.#typed]);
		const { shelf, key } = this.#options;
		this.#isKept = keepTexts(shelf, key, { base: this.#saves, at: deviceTime(), cells });
		this.#show(this.#status);
	}

	#show(status: SaveStatus): void {
		this.#status = status;
		const isFailed = status === 'offline' || status === 'signedout' || status === 'refused';
		const cells: Record<string, CellSaving> = {};
		for (const cell of this.#acknowledged) cells[cell] = 'saved';
		for (const cell of this.#sending.keys()) cells[cell] = 'saving';
		for (const cell of this.#typed.keys()) cells[cell] = isFailed ? 'failed' : 'unsaved';
		for (const cell of this.#conflicts.keys()) cells[cell] = 'conflict';
		this.#options.onview({
			status,
			saves: this.#saves,
			savedAt: this.#savedAt,
			cells,
			conflicts: [...this.#conflicts.values()],
			isKept: this.#isKept,
			refusal: this.#refusal,
		});
	}
}
