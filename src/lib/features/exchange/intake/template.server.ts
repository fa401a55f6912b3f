import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Scope } from '#lib/access/grants.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { CSV_BOM, csvCell, csvLine } from '#lib/tables/csv.ts';
import { ANY_AGE } from '../../writing/formrows.server.ts';
import { findMonth } from '../../writing/month.server.ts';
import { planForm, readAround, type Plan } from '../../writing/plan.server.ts';
import { FIELDS } from './fields.ts';
import { IMPORT_KINDS, type ImportKind } from './model.ts';

/** Which template is asked for; a program and a period narrow the one for reports. */
export interface TemplateAsk {
	readonly kind: ImportKind;
	readonly programId: number | null;
	readonly period: string | null;
}

/** Reports that one template is made for at most. */
const MOST_REPORTS = 500;

interface Awaited {
	readonly programId: number;
	readonly period: string;
	readonly society: string;
	readonly program: string;
}

const bilingual = ({ ar, en }: Text) => `${ar} / ${en}`;

/** Open reports without a submitted or verified one, oldest first. */
async function readAwaited(db: Kysely<Schema>, scope: Scope, today: string, ask: TemplateAsk) {
	const where = [
		sql`e.opens_on <= ${today}`,
		...(scope.reach === 'own' ? [sql`p.society_id = ${scope.societyId}`] : []),
		...(ask.programId === null ? [] : [sql`e.program_id = ${ask.programId}`]),
		...(ask.period === null ? [] : [sql`e.period = ${ask.period}`]),
	];
	const { rows } = await sql<Awaited>`
		select e.program_id as programId, e.period, s.name_ar as society, p.name_ar as program
		from expected_report e join program p on p.id = e.program_id join society s on s.id = p.society_id
		left join report t on t.program_id = e.program_id and t.period = e.period
		where ${sql.join(where, sql` and `)} and coalesce(t.state, 'returned') = 'returned'
			and not exists (select 1 from report_draft d where d.report_id = t.id)
		order by e.period, e.program_id limit ${MOST_REPORTS}`.execute(db);
	return rows;
}

/** The rows of one report: what its form asks for, and what it usually tells besides. */
function rowsOf({ facts, deliveries, outcomes }: Plan): Record<string, string>[] {
	const reach = facts.required.flatMap((cell) => {
		const [first, governorate = '', segment = '', age = '', sex = ''] = cell.split(':');
		if (first !== 'reach') return [];
		return [{ governorate, segment, sex, ...(age !== ANY_AGE && { age_band: age }) }];
	});
	const handed = deliveries.map(({ place, aid, unit }) => ({
		governorate: place.code,
		aid_type: aid.code,
		unit: unit.code,
	}));
	return [...reach, ...handed, ...outcomes.map(({ name }) => ({ indicator: name.ar }))];
}

async function reportRows(
	{ db, today, pack }: Pick<Context, 'db' | 'today' | 'pack'>,
	awaited: readonly Awaited[],
): Promise<Record<string, string>[]> {
	const settings = { today, currencyDigits: pack.currencyDigits, around: await readAround(db, today) };
	const found: Record<string, string>[] = [];
	for (const { programId, period, society, program } of awaited) {
		const keys = { period, society, program_id: String(programId), program };
		const month = await findMonth(db, programId, period);
		if (!month) continue;
		const rows = rowsOf(await planForm(db, month, [], settings));
		// The first row of a report is for what stands in it once: spend, volunteers, texts.
		found.push(keys, ...rows.map((row) => ({ ...keys, ...row })));
		await setImmediate();
	}
	return found;
}

/** A template as CSV: headers in both languages; for reports one row per expected line with its keys, numbers empty. */
export const readTemplate = defineQuery<TemplateAsk, string>({
	action: 'import.write',
	probe: ({ programId }) => ({ kind: 'reports', programId, period: null }),
	async run(ctx, scope, ask) {
		const { db, today } = ctx;
		const kind = scope.reach === 'own' ? 'reports' : ask.kind;
		const fields = FIELDS[kind].filter(({ key }) => kind !== 'reports' || !['female', 'male'].includes(key));
		const rows = kind === 'reports' ? await reportRows(ctx, await readAwaited(db, scope, today, ask)) : [];
		const header = csvLine(fields.map(({ label }) => csvCell(bilingual(label))));
		const body = rows.map((row) => csvLine(fields.map(({ key }) => csvCell(row[key] ?? ''))));
		return CSV_BOM + header + body.join('');
	},
});

/** What an address asks for; the kind that it does not know is reports. */
export function templateAsk(asked: URLSearchParams): TemplateAsk {
	const number = asked.get('program') ?? '';
	const period = asked.get('period') ?? '';
	return {
		kind: IMPORT_KINDS.find((kind) => kind === asked.get('kind')) ?? 'reports',
		programId: /^[1-9]\d{0,14}$/.test(number) ? Number(number) : null,
		period: /^\d{4}-\d\d$/.test(period) ? period : null,
	};
}

/** A template as pieces of a response. */
export async function* templatePieces(text: string): AsyncGenerator<string> {
	yield text;
}
