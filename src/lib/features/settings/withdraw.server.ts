import { defineCommand } from '#lib/access/procedures.server.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { Checks, formInput, readReason } from './checks.server.ts';
import { adjustDueDates } from './due.server.ts';

const KINDS = ['kpi_threshold', 'kpi_target', 'period_rule', 'reference_change', 'decision_limit'] as const;

/** Takes back a change that does not hold yet. The row stays, marked; a withdrawn row never holds. */
export const withdrawChange = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput(['kind', 'id', 'reason']),
	probe: () => ({ kind: 'kpi_threshold', id: '1', reason: 'A probe of the rules' }),
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, today, now, audit } = write;
		const checks = new Checks();
		const kind = checks.choice('kind', fields.kind, KINDS);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const id = /^[1-9]\d{0,14}$/.test(fields.id) ? Number(fields.id) : -1;
		const row = await trx
			.selectFrom(kind)
			.select(['id', 'starts_on', 'withdrawn_at'])
			.where('id', '=', id)
			.executeTakeFirst();
		if (!row) throw missing();
		if (row.withdrawn_at !== null || row.starts_on <= today) {
			throw conflict({
				ar: 'لا يُسحب إلا تغيير لم يسر بعد. هذا التغيير سُحب من قبل أو بدأ سريانه؛ سجّلوا تغييرًا جديدًا.',
				en: 'Only a change that does not hold yet can be withdrawn. This one was withdrawn before or holds already; record a new change.',
			});
		}
		await trx
			.updateTable(kind)
			.set({ withdrawn_at: now.toISOString() })
			.where('id', '=', id)
			.where('withdrawn_at', 'is', null)
			.execute();
		if (kind === 'period_rule') await adjustDueDates(write);
		await audit({
			objectType: kind,
			objectId: id,
			before: { startsOn: row.starts_on, withdrawn: false },
			after: { withdrawn: true, reason },
		});
	},
});
