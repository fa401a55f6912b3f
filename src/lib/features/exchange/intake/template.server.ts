import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Scope } from '#lib/access/grants.ts';
import type { Text } from '#lib/i18n/text.ts';
import { CSV_BOM, csvCell, csvLine } from '#lib/tables/csv.ts';
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

interface Line {
	readonly programId: number;
	readonly place: string;
	readonly segment: string;
	readonly aid: string;
	readonly unit: string;
	readonly name: string;
	readonly id: number;
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

/** What each program usually reports: its places and target segments, the deliveries it ever made, its indicators. */
async function readLines(db: Kysely<Schema>, programIds: readonly number[]) {
	const ids = sql`(select value from json_each(${JSON.stringify(programIds)}))`;
	const reach = await sql<Pick<Line, 'programId' | 'place' | 'segment'>>`
		select p.id as programId, g.code as place, e.code as segment from program p
		join program_governorate pg on pg.program_id = p.id join governorate g on g.id = pg.governorate_id
		join program_segment ps on ps.program_id = p.id join segment e on e.id = ps.segment_id
		where p.id in ${ids} order by g.sort, e.sort limit 20000`.execute(db);
	const deliveries = await sql<Pick<Line, 'programId' | 'place' | 'aid' | 'unit'>>`
		select distinct t.program_id as programId, g.code as place, a.code as aid, u.code as unit from report t
		join report_version v on v.report_id = t.id join delivery_line l on l.version_id = v.id
		join governorate g on g.id = l.governorate_id join aid_type a on a.id = l.aid_type_id
		join unit u on u.id = l.unit_id
		where t.program_id in ${ids} and t.state <> 'draft' order by 1, 2, 3, 4 limit 20000`.execute(db);
	const indicators = await sql<Pick<Line, 'programId' | 'id' | 'name'>>`
		select program_id as programId, id, name_ar as name from indicator where program_id in ${ids}
		order by id limit 20000`.execute(db);
	return {
		reach: Map.groupBy(reach.rows, (line) => line.programId),
		deliveries: Map.groupBy(deliveries.rows, (line) => line.programId),
		indicators: Map.groupBy(indicators.rows, (line) => line.programId),
	};
}

async function reportRows(
	db: Kysely<Schema>,
	awaited: readonly Awaited[],
): Promise<Record<string, string>[]> {
	const ids = [...new Set(awaited.map((one) => one.programId))];
	const lines = await readLines(db, ids);
	return awaited.flatMap(({ programId, period, society, program }) => {
		const keys = { period, society, program_id: String(programId), program };
		const reach = (lines.reach.get(programId) ?? []).flatMap(({ place, segment }) =>
			['female', 'male'].map((sex) => ({ ...keys, governorate: place, segment, sex })),
		);
		const deliveries = (lines.deliveries.get(programId) ?? []).map(({ place, aid, unit }) => ({
			...keys,
			governorate: place,
			aid_type: aid,
			unit,
		}));
		const indicators = (lines.indicators.get(programId) ?? []).map(({ name }) => ({
			...keys,
			indicator: name,
		}));
		// The first row of a report is for what stands in it once: spend, volunteers, texts.
		return [keys, ...reach, ...deliveries, ...indicators];
	});
}

/** A template as CSV: headers in both languages; for reports one row per expected line with its keys, numbers empty. */
export const readTemplate = defineQuery<TemplateAsk, string>({
	action: 'import.write',
	probe: ({ programId }) => ({ kind: 'reports', programId, period: null }),
	async run({ db, today }, scope, ask) {
		const kind = scope.reach === 'own' ? 'reports' : ask.kind;
		const fields = FIELDS[kind].filter(({ key }) => kind !== 'reports' || !['female', 'male'].includes(key));
		const rows = kind === 'reports' ? await reportRows(db, await readAwaited(db, scope, today, ask)) : [];
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
