import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Text } from '#lib/i18n/text.ts';
import { SEX_LABEL } from '../beneficiaries/columns.ts';
import type { SingleCell } from '../writing/cells.ts';

const SINGLE: Readonly<Record<SingleCell, Text>> = {
	new: { ar: 'المستفيدون الجدد', en: 'New people' },
	spend: { ar: 'الإنفاق', en: 'Spend' },
	volunteers: { ar: 'المتطوعون', en: 'Volunteers' },
	hours: { ar: 'ساعات التطوع', en: 'Volunteer hours' },
	achievements: { ar: 'الإنجازات', en: 'Achievements' },
	challenges: { ar: 'التحديات', en: 'Challenges' },
	next: { ar: 'الخطوات التالية', en: 'Next steps' },
	no_evidence: { ar: 'سبب عدم وجود مرفقات', en: 'Reason for no evidence' },
	nothing: { ar: 'لا شيء للتقرير', en: 'Nothing to report' },
};

const LISTS = ['governorate', 'segment', 'age_band', 'aid_type', 'unit'] as const;

async function referenceNames(db: Kysely<Schema>) {
	const found = new Map<string, Text>();
	for (const list of LISTS) {
		const rows = await db.selectFrom(list).select(['code', 'name_ar', 'name_en']).limit(500).execute();
		for (const { code, name_ar, name_en } of rows) found.set(`${list} ${code}`, { ar: name_ar, en: name_en });
	}
	return found;
}

/** The kinds of lists a cell's parts are codes of, in their order. */
const PARTS: Readonly<Record<string, readonly (typeof LISTS)[number][]>> = {
	reach: ['segment', 'age_band', 'governorate'],
	delivery: ['aid_type', 'unit', 'governorate'],
};

/** The indicators that cells speak of. */
const idsIn = (cells: readonly string[]) =>
	cells.flatMap((cell) => (cell.startsWith('outcome:') ? Number(cell.split(':')[1]) || [] : []));

const joined = (parts: readonly Text[]): Text => ({
	ar: parts.map(({ ar }) => ar).join('، '),
	en: parts.map(({ en }) => en).join(', '),
});

/** What the cells of a report are called, by cell; a cell of no form has no name. */
export async function readCellNames(
	db: Kysely<Schema>,
	cells: readonly string[],
): Promise<Record<string, Text>> {
	if (!cells.length) return {};
	const names = await referenceNames(db);
	const indicators = await db
		.selectFrom('indicator')
		.select(['id', 'name_ar as ar', 'name_en as en'])
		.where('id', 'in', idsIn(cells))
		.limit(1000)
		.execute();
	const nameOf = (cell: string): Text | undefined => {
		const [kind = '', ...parts] = cell.split(':');
		if (Object.hasOwn(SINGLE, kind)) return SINGLE[kind as SingleCell];
		if (kind === 'outcome') return indicators.find(({ id }) => String(id) === parts[0]);
		if (kind === 'file') return { ar: 'المرفقات', en: 'Evidence' };
		const [place, first, second, last] = parts;
		const codes = kind === 'reach' ? [first, second, place] : [first, second, place];
		const found = (PARTS[kind] ?? []).flatMap((list, i) => names.get(`${list} ${codes[i]}`) ?? []);
		if (kind === 'reach' && last && SEX_LABEL[last]) found.splice(1, 0, SEX_LABEL[last]);
		return found.length ? joined(found) : undefined;
	};
	return Object.fromEntries(
		[...new Set(cells)].flatMap((cell) => {
			const name = nameOf(cell);
			return name ? [[cell, { ar: name.ar, en: name.en }]] : [];
		}),
	);
}
