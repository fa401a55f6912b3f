import { sql, type Transaction } from 'kysely';
import type { Database } from '#db/connection.server.ts';
import type { Schema } from '#db/schema.ts';
import { searchKey } from '#lib/i18n/fold.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import type { Foreign } from '#lib/access/procedures.server.ts';
import { addProposal } from './proposalrow.ts';
import { addImport } from './twoimports.ts';
import { freshDatabase } from './world.ts';

/** The day on which the two societies are looked at. */
export const NOW = new Date('2026-06-20T09:00:00Z');

export type Name = 'alpha' | 'beta';

/** One society of the world with the ids of what belongs to it. */
export interface Member extends Foreign {
	readonly accountId: number;
}

/** The word that stands in every text of a society, so that a sighting elsewhere is a leak. */
export const canary = (name: Name) => `canary-${name}`;

/** Figures of Beta are so large that any sum they slip into shows it. */
const SCALE = { alpha: 1, beta: 1_000_000_000 } as const;

/** Ids nobody would meet by chance, so that answers can be compared after the id itself is blotted out. */
const IDS = {
	alpha: { id: 4001, program: 5001, report: 6001, file: 7001, account: 8001, notice: 9001, talk: 9301 },
	beta: { id: 4002, program: 5002, report: 6201, file: 7002, account: 8002, notice: 9002, talk: 9302 },
} as const;

type Trx = Transaction<Schema>;

async function firstId(
	trx: Trx,
	table: 'category' | 'governorate' | 'sector' | 'segment' | 'age_band' | 'aid_type' | 'unit',
) {
	return (await trx.selectFrom(table).select('id').orderBy('id').executeTakeFirstOrThrow()).id;
}

const texts = <K extends string>(name: Name, ...keys: K[]) =>
	Object.fromEntries(keys.map((key) => [key, `${canary(name)} ${key}`])) as Record<K, string>;

async function addSociety(trx: Trx, name: Name): Promise<Member> {
	const names = { name_ar: `جمعية ${canary(name)}`, name_en: `Society ${canary(name)}` };
	const search_key = searchKey(names.name_ar, names.name_en);
	const { id: societyId } = await trx
		.insertInto('society')
		.values({
			id: IDS[name].id,
			...names,
			...texts(name, 'scope_ar', 'scope_en', 'email', 'phone'),
			search_key,
			match_key: canary(name),
			category_id: await firstId(trx, 'category'),
			governorate_id: await firstId(trx, 'governorate'),
			founded_on: '2010-01-01',
			status: 'active',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const mine = { society_id: societyId, starts_on: '2025-01-01' };
	const { id: fileId } = await trx
		.insertInto('stored_file')
		.values({
			id: IDS[name].file,
			sha256: name.padEnd(64, '0'),
			name: `${canary(name)}.pdf`,
			media_type: 'application/pdf',
			bytes: 1,
			society_id: societyId,
			uploaded_at: NOW.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx
		.insertInto('society_registration')
		.values({ ...mine, number: canary(name) })
		.execute();
	await trx
		.insertInto('society_status')
		.values({ ...mine, status: 'active', decision: canary(name) })
		.execute();
	await trx
		.insertInto('board_term')
		.values({ ...mine, ends_on: '2026-03-31', decision: canary(name) })
		.execute();
	const { id: accountId } = await trx
		.insertInto('account')
		.values({
			id: IDS[name].account,
			login: canary(name),
			...names,
			role: 'society',
			society_id: societyId,
			created_at: NOW.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const expires_at = NOW.getTime() + 86_400_000;
	await trx
		.insertInto('session')
		.values({
			id: name.padEnd(64, '0'),
			account_id: accountId,
			public_id: canary(name),
			created_at: NOW.getTime(),
			expires_at,
			authz_version: 1,
			auth_level: 'password',
			agent: canary(name),
		})
		.execute();
	const { programId, reportId } = await addProgram(trx, name, societyId);
	const proposal = { id: IDS[name].notice, societyId, programId };
	const proposalId = await addProposal(trx, proposal, canary(name), NOW);
	const talk = await addReview(trx, name, reportId);
	const noticeId = await addNotices(trx, name, accountId, reportId);
	const job = { id: IDS[name].notice + 500, societyId, accountId, at: NOW };
	const importJobId = await addImport(trx, canary(name), job);
	return { societyId, programId, reportId, fileId, accountId, noticeId, importJobId, proposalId, ...talk };
}

/** A notice about the report and a mail that speaks of it. */
async function addNotices(trx: Trx, name: Name, accountId: number, reportId: number): Promise<number> {
	const told = { account_id: accountId, once: canary(name), created_at: NOW.toISOString() };
	await trx
		.insertInto('mail')
		.values({
			...told,
			id: IDS[name].notice,
			kind: 'digest',
			day: '2026-06-20',
			locale: 'ar',
			...texts(name, 'subject', 'body', 'address'),
			state: 'kept',
		})
		.execute();
	const { id } = await trx
		.insertInto('notice')
		.values({
			...told,
			id: IDS[name].notice,
			kind: 'report_verified',
			object_type: 'report',
			object_id: reportId,
			facts: '{}',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

/** Two officers, what they noted on the waiting report, and what one asked the other. */
async function addReview(trx: Trx, name: Name, reportId: number) {
	const id = IDS[name].talk;
	const officers = [id + 100, id + 200].map((one) => ({
		id: one,
		login: `officer ${one}`,
		name_ar: `موظف ${canary(name)}`,
		name_en: `Officer ${canary(name)}`,
		role: 'officer' as const,
		created_at: NOW.toISOString(),
	}));
	await trx.insertInto('account').values(officers).execute();
	const { id: version_id } = await trx
		.selectFrom('report_version')
		.select('id')
		.where('report_id', '=', reportId)
		.executeTakeFirstOrThrow();
	const at = NOW.toISOString();
	await trx
		.insertInto('report_comment')
		.values({
			id,
			report_id: reportId,
			version_id,
			cell: 'spend',
			text: canary(name),
			author_id: id + 100,
			at,
		})
		.execute();
	await trx
		.insertInto('review_event')
		.values({
			id,
			report_id: reportId,
			version_id,
			kind: 'returned',
			at,
			reason_code: 'totals',
			text: canary(name),
		})
		.execute();
	await trx
		.insertInto('colleague_question')
		.values({
			id,
			report_id: reportId,
			asked_by: id + 100,
			asked_of: id + 200,
			question: canary(name),
			asked_at: at,
		})
		.execute();
	return { commentId: id, questionId: id };
}

async function addProgram(trx: Trx, name: Name, societyId: number) {
	const { id: programId } = await trx
		.insertInto('program')
		.values({
			id: IDS[name].program,
			society_id: societyId,
			...texts(name, 'name_ar', 'name_en', 'match_key', 'purpose_ar', 'purpose_en', 'judgement_note'),
			search_key: canary(name),
			sector_id: await firstId(trx, 'sector'),
			governorate_id: await firstId(trx, 'governorate'),
			starts_on: '2025-01-01',
			status: 'running',
			frequency: 'monthly',
			budget_minor: 1000 * SCALE[name],
			judgement: 'at_risk',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx
		.insertInto('kpi_target')
		.values({
			kpi: 'K-B7',
			level: 'program',
			program_id: programId,
			year: 2026,
			value_milli: 100_000 * SCALE[name],
			starts_on: '2026-01-01',
		})
		.execute();
	const { id: indicatorId } = await trx
		.insertInto('indicator')
		.values({
			program_id: programId,
			...texts(name, 'name_ar', 'name_en', 'unit_ar', 'unit_en', 'success_test_ar', 'success_test_en'),
			direction: 'increase',
			is_ratio: 0,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	for (const period of ['2026-02', '2026-03', '2026-04', '2026-05']) {
		const following = `2026-0${Number(period.slice(6)) + 1}`;
		const due = { opens_on: `${following}-01`, due_on: `${following}-15` };
		await trx
			.insertInto('expected_report')
			.values({ program_id: programId, period, ...due })
			.execute();
	}
	await trx
		.insertInto('deadline_exception')
		.values({
			society_id: societyId,
			...texts(name, 'name_ar', 'name_en', 'reason'),
			starts_on: '2025-06-01',
			expires_on: '2025-06-30',
			extra_days: 10,
			set_at: NOW.toISOString(),
		})
		.execute();
	await addReport(trx, name, programId, '2026-02', 'verified', indicatorId);
	const reportId = await addReport(trx, name, programId, '2026-03', 'submitted', indicatorId);
	await addDraft(trx, name, await addReport(trx, name, programId, '2026-04', 'draft', indicatorId));
	return { programId, reportId };
}

/** What somebody typed last, beside the version with which the draft began. */
async function addDraft(trx: Trx, name: Name, reportId: number): Promise<void> {
	const at = NOW.toISOString();
	await trx
		.insertInto('report_draft')
		.values({ report_id: reportId, saves: 1, started_at: at, saved_at: at })
		.execute();
	await trx
		.insertInto('report_draft_cell')
		.values({ report_id: reportId, cell: 'challenges', save: 1, text: `${canary(name)} typed`, saved_at: at })
		.execute();
}

async function addReport(
	trx: Trx,
	name: Name,
	programId: number,
	period: string,
	state: 'verified' | 'submitted' | 'draft',
	indicatorId: number,
): Promise<number> {
	const { id: reportId } = await trx
		.insertInto('report')
		.values({
			...(state === 'submitted' ? { id: IDS[name].report } : {}),
			program_id: programId,
			period,
			state,
			first_submitted_on: state === 'draft' ? null : '2026-04-10',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const { id: versionId } = await trx
		.insertInto('report_version')
		.values({
			report_id: reportId,
			number: 1,
			created_at: NOW.toISOString(),
			verified_from: state === 'verified' ? NOW.toISOString() : null,
			spend_minor: 700 * SCALE[name],
			volunteers: 3,
			volunteer_hours: 11 * SCALE[name],
			...texts(name, 'achievements', 'challenges', 'next_steps', 'returned_reason'),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const line = { version_id: versionId, governorate_id: await firstId(trx, 'governorate') };
	await trx
		.insertInto('reach_line')
		.values({
			...line,
			segment_id: await firstId(trx, 'segment'),
			age_band_id: await firstId(trx, 'age_band'),
			sex: 'female',
			people: 17 * SCALE[name],
		})
		.execute();
	await trx
		.insertInto('delivery_line')
		.values({
			...line,
			aid_type_id: await firstId(trx, 'aid_type'),
			unit_id: await firstId(trx, 'unit'),
			quantity_milli: 5000 * SCALE[name],
			value_minor: 13 * SCALE[name],
		})
		.execute();
	await trx
		.insertInto('outcome_result')
		.values({ version_id: versionId, indicator_id: indicatorId, value_milli: 19 * SCALE[name] })
		.execute();
	return reportId;
}

/** A database with these societies, added in this order, so that Alpha has the same ids with and without Beta. */
export async function worldOf<N extends Name>(
	...names: N[]
): Promise<{ database: Database; members: Record<N, Member> }> {
	const database = await freshDatabase();
	const members = await database.writer.transaction().execute(async (trx) => {
		const added: Partial<Record<Name, Member>> = {};
		for (const name of names) added[name] = await addSociety(trx, name);
		await rebuildRollups(trx);
		return added as Record<N, Member>;
	});
	return { database, members };
}

/**
 * Every row of every table as text, each with its table's name; two equal dumps are two equal databases. Of a search
 * index the texts count, not the pages it keeps them in.
 */
export async function dump(database: Database, except: readonly string[] = []): Promise<string[]> {
	const { rows: tables } = await sql<{ name: string }>`
		select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
		and name not like 'sqlite%' order by name`.execute(database.reader);
	const found: string[] = [];
	for (const { name } of tables) {
		if (except.includes(name)) continue;
		const { rows } = await sql`select * from ${sql.table(name)}`.execute(database.reader);
		found.push(...rows.map((row) => `${name} ${JSON.stringify(row)}`));
	}
	return found;
}
