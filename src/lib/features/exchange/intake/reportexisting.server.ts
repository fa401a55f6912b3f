import { sql, type Kysely } from 'kysely';
import type { Report, Schema } from '#db/schema.ts';
import { readVersionCells, textsOf } from '../../writing/versioncells.server.ts';
import type { ReportTold } from './reportgroup.ts';

/** A report that is already there, with what its newest version says. */
export interface Existing {
	readonly reportId: number;
	readonly state: Report['state'];
	readonly version: number;
	/** Number of its newest version; 0 without one. */
	readonly number: number;
	readonly hasDraft: boolean;
	/** Its newest version as the texts somebody would have typed. */
	readonly texts: Readonly<Record<string, string>>;
}

interface Head extends Omit<Existing, 'texts' | 'hasDraft'> {
	readonly hasDraft: 0 | 1;
	readonly programId: number;
	readonly period: string;
	readonly versionId: number | null;
}

const STEP = 50;

/** The reports that are already there for these programs and periods, by `program period`. */
export async function readExisting(
	db: Kysely<Schema>,
	asked: readonly Pick<ReportTold, 'programId' | 'period'>[],
	currencyDigits: number,
): Promise<ReadonlyMap<string, Existing>> {
	const found = new Map<string, Existing>();
	for (let at = 0; at < asked.length; at += STEP) {
		const keys = asked.slice(at, at + STEP).map(({ programId, period }) => [programId, period]);
		const { rows } = await sql<Head>`
			select t.id as reportId, t.state, t.version, coalesce(v.number, 0) as number, v.id as versionId,
				exists (select 1 from report_draft d where d.report_id = t.id) as hasDraft,
				t.program_id as programId, t.period
			from json_each(${JSON.stringify(keys)}) k
			join report t on t.program_id = k.value ->> 0 and t.period = k.value ->> 1
			left join report_version v on v.report_id = t.id
				and v.number = (select max(number) from report_version where report_id = t.id)`.execute(db);
		const cells = await readVersionCells(
			db,
			rows.flatMap(({ versionId }) => versionId ?? []),
		);
		for (const { programId, period, versionId, hasDraft, ...head } of rows) {
			const told = versionId === null ? undefined : cells.get(versionId);
			const texts = told ? textsOf(told, currencyDigits) : {};
			found.set(`${programId} ${period}`, { ...head, hasDraft: hasDraft === 1, texts });
		}
	}
	return found;
}
