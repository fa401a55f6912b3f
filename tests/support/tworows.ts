import { canary, firstId, IDS, NOW, SCALE, texts, type Name, type Trx } from './twonames.ts';

/** A notice and a mail of the society's person. */
export async function addNotices(trx: Trx, name: Name, accountId: number, reportId: number): Promise<number> {
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
/** Comments, a question and the history of a report. */
export async function addReview(trx: Trx, name: Name, reportId: number) {
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

/** A program with its reports and all that hangs on them. */
export async function addProgram(trx: Trx, name: Name, societyId: number) {
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
