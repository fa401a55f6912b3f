import type { CellState } from '#lib/ui/cellstate.ts';
import { Autosave, type CellSaving, type SaveView } from './autosave.ts';
import { kindOf, readCell, stateOfRead, type CellRead } from './cellvalues.ts';
import { checkCells } from './checks.ts';
import type { Conflict, DeliveryRow, Finding, ReachRow, ReportForm, Severity, Typed } from './form.ts';
import type { Returned } from './returned.ts';
import { dropKept, keptPrefix, keptTexts, type Kept, type Shelf } from './kept.ts';

/** How severe findings are, the worst first. */
const SEVERITIES: readonly Severity[] = ['block', 'justify', 'inform'];

/** One act that can be taken back: what it did, and the texts before it. */
export interface Act {
	readonly kind: 'copied' | 'pasted';
	readonly changed: readonly string[];
	readonly before: Typed;
	/** Pasted values that are no numbers, and how many lay outside the grid. */
	readonly refused: readonly string[];
	readonly outside: number;
}

/** The empty view of a page whose scripts have not begun. */
function asLoaded(form: ReportForm): SaveView {
	return {
		status: 'saved',
		saves: form.saves,
		savedAt: form.savedAt,
		cells: {},
		conflicts: [],
		isKept: true,
		refusal: null,
	};
}

/** A report form being filled in: its texts, what the checks say of them, and how saving stands. */
export class Entry {
	readonly form: ReportForm;
	/** Cells that a posted form and somebody else changed; they are chosen by radio fields, not typed into. */
	readonly posted: readonly Conflict[];
	readonly contested: readonly string[];
	readonly #base: number;
	cells = $state<Record<string, string>>({});
	view = $state.raw<SaveView>() as SaveView;
	/** The cell the person stands in, or stood in last. */
	focused = $state<string>();
	/** Its text when they came to it. */
	#entered = '';
	act = $state.raw<Act>();
	kept = $state.raw<Kept>();
	/** Rows added on this page; the server knows them by their cells. */
	moreReach = $state.raw<readonly ReachRow[]>([]);
	moreDeliveries = $state.raw<readonly DeliveryRow[]>([]);
	/** Whether empty required cells are marked: once a submission was refused for them. */
	isStrict = $state(false);
	/** What the checks say of everything, empty required cells with it. */
	findings: readonly Finding[] = $derived.by(() => checkCells(this.cells, this.form.facts, true));
	readonly #byCell = $derived.by(() => Map.groupBy(this.findings, ({ cell }) => cell));
	#autosave: Autosave | undefined;
	#shelf: Shelf | undefined;
	#prefix = '';
	#key = '';

	/** `returned` is what a refused form came back with: its texts stand in the cells, upon the save they were typed on. */
	constructor(form: ReportForm, returned?: Returned) {
		const merged = returned?.saved;
		this.form = form;
		this.cells = { ...form.cells, ...returned?.entered, ...merged?.cells };
		this.posted = merged?.conflicts ?? [];
		this.contested = this.posted.map(({ cell }) => cell);
		this.isStrict = returned?.which === 'submit';
		this.#base = merged || returned?.base === undefined ? form.saves : Number(returned.base);
		this.view = { ...asLoaded(form), saves: this.#base };
	}

	/** Begins saving by itself; returns what ends it. `accountId` names whose texts are kept on this device. */
	begin(shelf: Shelf, url: string, accountId: number): () => void {
		this.#prefix = keptPrefix(accountId, this.form.program.id, this.form.period);
		this.#key = `${this.#prefix}${crypto.randomUUID()}`;
		this.#shelf = shelf;
		this.kept = keptTexts(shelf, this.#prefix, this.form.cells);
		this.#autosave = new Autosave({
			url,
			key: this.#key,
			shelf,
			saves: this.#base,
			savedAt: this.form.savedAt,
			fetch: (...request) => fetch(...request),
			onview: (view) => (this.view = view),
			onothers: (cells) => Object.assign(this.cells, cells),
		});
		// Texts that a refused form brought back are not with the server yet.
		const unsaved = Object.entries(this.cells).filter(
			([cell, text]) => text !== (this.form.cells[cell] ?? '') && !this.contested.includes(cell),
		);
		if (unsaved.length) this.#autosave.editAll(Object.fromEntries(unsaved));
		return () => this.#autosave?.stop();
	}

	/** Whether any cell says something. */
	get hasValues(): boolean {
		return Object.entries(this.cells).some(([cell, text]) => cell !== 'nothing' && text !== '');
	}

	/** Whether something typed is not with the server yet. */
	get isDirty(): boolean {
		return this.#autosave?.isDirty ?? false;
	}

	/** The text of a cell; '' for one that was never touched. */
	text(cell: string): string {
		return this.cells[cell] ?? '';
	}

	read(cell: string): CellRead {
		return readCell(cell, this.text(cell), this.form.facts.currencyDigits);
	}

	/** The number a cell says in its own unit; null when it says none. */
	number(cell: string): number | null {
		const read = this.read(cell);
		return read.kind === 'number' ? read.value : null;
	}

	state(cell: string): CellState | 'wrong' {
		const read = this.read(cell);
		return read.kind === 'wrong' ? 'wrong' : stateOfRead(read);
	}

	saving(cell: string): CellSaving | undefined {
		return this.view.cells[cell];
	}

	/** The findings of a cell that its place shows. */
	told(cell: string): readonly Finding[] {
		const found = this.#byCell.get(cell) ?? [];
		return this.isStrict ? found : found.filter(({ rule }) => rule !== 'missing');
	}

	/** The worst of what is told of a cell. */
	severity(cell: string): Severity | undefined {
		const told = this.told(cell);
		return SEVERITIES.find((severity) => told.some((finding) => finding.severity === severity));
	}

	/** Takes in what somebody typed. */
	type(cell: string, text: string): void {
		if (text === this.text(cell)) return;
		this.cells[cell] = text;
		this.#autosave?.edit(cell, text);
	}

	/** Several texts at once. */
	typeAll(cells: Typed): void {
		Object.assign(this.cells, cells);
		this.#autosave?.editAll(cells);
	}

	/** Somebody comes to a cell. */
	enter(cell: string): void {
		if (this.focused !== cell) this.#entered = this.text(cell);
		this.focused = cell;
	}

	/** Somebody leaves a cell: saved at once. */
	leave(): void {
		void this.#autosave?.flush();
	}

	/** Gives the focused cell back the text it had when somebody came to it; says whether that changed it. */
	restore(): boolean {
		const cell = this.focused;
		if (cell === undefined || this.text(cell) === this.#entered) return false;
		this.type(cell, this.#entered);
		return true;
	}

	/** Changes several cells as one act that can be taken back. */
	perform(kind: Act['kind'], cells: Typed, more: Partial<Pick<Act, 'refused' | 'outside'>> = {}): void {
		const before = Object.fromEntries(Object.keys(cells).map((cell) => [cell, this.text(cell)]));
		this.typeAll(cells);
		void this.#autosave?.flush();
		this.act = { kind, changed: Object.keys(cells), before, refused: [], outside: 0, ...more };
	}

	undo(): void {
		if (this.act) this.typeAll(this.act.before);
		void this.#autosave?.flush();
		this.act = undefined;
	}

	/** Fills the cells that are empty with the numbers of the period before. */
	copyPrevious(): void {
		const { previous } = this.form;
		const cells = Object.entries(previous?.cells ?? {}).filter(
			([cell]) => kindOf(cell) !== 'text' && this.state(cell) === 'not_reported',
		);
		this.perform('copied', Object.fromEntries(cells));
	}

	/** Adds a row of people unless it is there. */
	addReach(row: ReachRow): void {
		const isSame = (other: ReachRow) =>
			[other.place.code, other.segment.code, other.age.code].join() ===
			[row.place.code, row.segment.code, row.age.code].join();
		if (![...this.form.reach, ...this.moreReach].some(isSame)) this.moreReach = [...this.moreReach, row];
	}

	/** Adds a line of goods or services unless it is there. */
	addDelivery(row: DeliveryRow): void {
		const isSame = (other: DeliveryRow) =>
			[other.place.code, other.aid.code, other.unit.code].join() ===
			[row.place.code, row.aid.code, row.unit.code].join();
		if (![...this.form.deliveries, ...this.moreDeliveries].some(isSame))
			this.moreDeliveries = [...this.moreDeliveries, row];
	}

	/** Takes the texts that were kept on this device, upon the save they were typed on. */
	takeKept(): void {
		if (!this.kept) return;
		Object.assign(this.cells, this.kept.cells);
		this.#autosave?.editAll(this.kept.cells, this.kept.base);
		this.dropKept();
		void this.#autosave?.flush();
	}

	/** Forgets the texts that earlier pages kept on this device. */
	dropKept(): void {
		this.kept = undefined;
		if (this.#shelf) dropKept(this.#shelf, this.#prefix, this.#key);
	}

	choose(cell: string, whose: 'mine' | 'theirs'): void {
		this.#autosave?.choose(cell, whose);
	}

	/** Sends what waits, for example before the form itself is sent; true when nothing is left. */
	async settle(): Promise<boolean> {
		await this.#autosave?.flush();
		return !this.isDirty;
	}

	/** The page goes away. */
	away(): void {
		this.#autosave?.leave();
	}
}
