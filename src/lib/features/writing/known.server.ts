import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { invalid, type Problem } from '#lib/platform/errors.ts';
import { lengthOf, SINGLE_CELLS } from './cells.ts';
import { RULES } from './checks.ts';
import type { Typed } from './form.ts';
import { readLists, type Lists } from './formrows.server.ts';

type Db = Kysely<Schema>;

const SEXES = ['female', 'male', 'unknown'];
const SINGLES: ReadonlySet<string> = new Set(SINGLE_CELLS);

interface Known {
	readonly lists: Lists;
	/** The program's indicators with whether they are ratios. */
	readonly indicators: ReadonlyMap<string, boolean>;
}

function isOutcome(parts: readonly string[], { indicators }: Known): boolean {
	const isRatio = indicators.get(parts[1] ?? '');
	if (isRatio === undefined) return false;
	return isRatio ? parts.length === 3 && ['over', 'under'].includes(parts[2]!) : parts.length === 2;
}

/** Whether a form of this program has such a cell that people type into; files come and go by their own commands. */
function isKnown(cell: string, known: Known): boolean {
	const parts = cell.split(':');
	const [first, a = '', b = '', c = '', d = ''] = parts;
	const { lists } = known;
	if (SINGLES.has(cell)) return true;
	if (first === 'reach') {
		return (
			parts.length === 5 &&
			lists.places.has(a) &&
			lists.segments.has(b) &&
			lists.ages.has(c) &&
			SEXES.includes(d)
		);
	}
	if (first === 'delivery') {
		const isPart = d === 'quantity' || d === 'value';
		return parts.length === 5 && lists.places.has(a) && lists.aids.has(b) && lists.units.has(c) && isPart;
	}
	if (first === 'outcome') return isOutcome(parts, known);
	return (
		first === 'why' && Object.hasOwn(RULES, a) && b !== 'why' && isKnown(parts.slice(2).join(':'), known)
	);
}

const UNKNOWN = {
	ar: 'أُرسلت خانة ليست في نموذج هذا البرنامج، فلم يُحفظ شيء. أعيدوا تحميل الصفحة.',
	en: 'A cell was sent that this program’s form does not have, so nothing was saved. Reload the page.',
};
const TOO_LONG = {
	ar: 'النص أطول من المسموح في هذه الخانة. اختصروه ثم احفظوا من جديد.',
	en: 'The text is longer than this cell holds. Shorten it, then save again.',
};

/** Refuses cells that the program's form does not have, and texts that are too long for theirs. */
export async function assertKnown(db: Db, programId: number, cells: Typed, today: string): Promise<void> {
	const names = Object.keys(cells);
	if (!names.length) return;
	const rows = await db
		.selectFrom('indicator')
		.select(['id', 'is_ratio'])
		.where('program_id', '=', programId)
		.limit(100)
		.execute();
	const indicators = new Map(rows.map((row) => [String(row.id), row.is_ratio === 1]));
	const known = { lists: await readLists(db, today), indicators };
	if (names.some((cell) => !isKnown(cell, known))) throw invalid(UNKNOWN);
	const problems: Problem[] = names
		.filter((cell) => cells[cell]!.length > lengthOf(cell))
		.map((place) => ({ place, text: TOO_LONG }));
	if (problems.length) throw invalid(TOO_LONG, problems);
}
