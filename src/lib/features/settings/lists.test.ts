import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { installPack } from '#db/packs/pack.ts';
import { packs } from '#db/packs/registry.ts';
import type { Database } from '#db/connection.server.ts';
import { listReferences } from '../dashboard/references.server.ts';
import { contextOf, viewerOf } from '../../../../tests/support/world.ts';
import { dump, NOW, worldOf } from '../../../../tests/support/twosocieties.ts';
import { applyDueChanges } from './apply.server.ts';
import { previewEntry, readList, setEntry } from './entries.server.ts';
import { readHolidays, setHoliday } from './holidays.server.ts';
import { readPackSettings, setPackValues } from './packvalues.server.ts';
import { withdrawChange } from './withdraw.server.ts';

let database: Database;

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	database = world.database;
});
afterEach(() => database.close());

const JULY = new Date('2026-07-01T09:00:00Z');
const admin = (now = NOW) => contextOf(database, viewerOf('admin'), { now });
const reason = 'Decided by the ministry’s council';

async function unchanged(act: () => Promise<unknown>, refusal: object): Promise<void> {
	const before = await dump(database);
	await expect(act()).rejects.toMatchObject(refusal);
	expect(await dump(database)).toEqual(before);
}

describe('a reference list', () => {
	const edit = {
		list: 'category', change: 'edit', code: 'charitable', nameAr: 'الجمعيات الأهلية', nameEn: 'Civil societies', sort: '10',
		startsOn: '2026-07-01', parent: '', minAge: '', maxAge: '', isContact: '',
	}; // prettier-ignore
	const nameNow = async () =>
		(await listReferences(database.reader)).category.find(({ code }) => code === 'charitable')?.en;

	test('renamed for next month keeps its name until then, and everywhere has the new one from that day', async () => {
		const before = await nameNow();
		await setEntry(await admin(), { ...edit, reason });
		expect(await applyDueChanges(await admin())).toBe(0);
		expect(await nameNow()).toBe(before);
		expect(await applyDueChanges(await admin(JULY))).toBe(1);
		expect(await nameNow()).toBe('Civil societies');
		expect(await applyDueChanges(await admin(JULY))).toBe(0);
		const entry = await database.reader
			.selectFrom('audit_entry')
			.selectAll()
			.orderBy('seq', 'desc')
			.executeTakeFirstOrThrow();
		expect(entry).toMatchObject({
			action: 'settings.apply',
			object_type: 'category',
			object_id: 'charitable',
		});
		expect(JSON.parse(entry.before!)).toMatchObject({ name_en: before });
	});

	test('applied by two at once is applied once', async () => {
		await setEntry(await admin(), { ...edit, reason });
		const done = await Promise.all([1, 2, 3].map(async () => applyDueChanges(await admin(JULY))));
		expect(done.reduce((sum, one) => sum + one, 0)).toBe(1);
	});

	test('withdrawn in time never changes', async () => {
		const before = await nameNow();
		const { id } = await setEntry(await admin(), { ...edit, reason });
		await withdrawChange(await admin(), { kind: 'reference_change', id: String(id), reason });
		expect(await applyDueChanges(await admin(JULY))).toBe(0);
		expect(await nameNow()).toBe(before);
	});

	test('beginning today holds at once', async () => {
		await setEntry(await admin(), { ...edit, startsOn: '2026-06-20', reason });
		expect(await nameNow()).toBe('Civil societies');
	});

	test('gets a new entry from its day; the code of another is refused', async () => {
		const added = { ...edit, change: 'add', code: 'brand_new', sort: '' };
		await setEntry(await admin(), { ...added, startsOn: '2026-06-20', reason });
		const { entries } = await readList(await admin(), { list: 'category' });
		expect(entries.find((entry) => entry.code === 'brand_new')).toMatchObject({ used: [], retired_on: null });
		await unchanged(async () => setEntry(await admin(), { ...added, startsOn: '2026-06-21', reason }), {
			problems: [{ place: 'code' }],
		});
	});

	test('retires an entry without losing it, and says beforehand where it is used', async () => {
		const used = await database.reader
			.selectFrom('category')
			.innerJoin('society', 'society.category_id', 'category.id')
			.select('category.code')
			.executeTakeFirstOrThrow();
		const retire = { ...edit, change: 'retire', code: used.code };
		const seen = await previewEntry(await admin(), retire);
		expect(seen.used[0]).toMatchObject({ rows: 2, href: null });
		const officer = await contextOf(database, viewerOf('officer'), { now: NOW });
		const shown = (await readList(officer, { list: 'category' })).entries.find(
			(one) => one.code === used.code,
		);
		expect(shown?.used[0]).toMatchObject({ rows: 2, href: `/societies?category=${used.code}` });
		await setEntry(await admin(), { ...retire, reason });
		await applyDueChanges(await admin(JULY));
		const { entries } = await readList(await admin(), { list: 'category' });
		expect(entries.find((entry) => entry.code === used.code)?.retired_on).toBe('2026-07-01');
	});

	test('every list takes a new entry', async () => {
		for (const list of ['governorate', 'town', 'sector', 'segment', 'age_band', 'aid_type', 'unit']) {
			const place = await database.reader.selectFrom('governorate').select('code').executeTakeFirstOrThrow();
			const own = { parent: place.code, minAge: '3', maxAge: '5', isContact: '1' };
			const added = {
				...edit,
				...own,
				list,
				change: 'add',
				code: 'brand_new',
				startsOn: '2026-06-20',
				reason,
			};
			await setEntry(await admin(), added);
			const { entries } = await readList(await admin(), { list });
			expect(entries.some((entry) => entry.code === 'brand_new')).toBe(true);
		}
	});
});

describe('a newer pack', () => {
	const install = () => database.writer.transaction().execute((trx) => installPack(trx, packs.bahrain!));

	test('leaves alone what the ministry edited, and does not bring back what it took away', async () => {
		await setEntry(await admin(), {
			list: 'category', change: 'edit', code: 'charitable', nameAr: 'أهلية', nameEn: 'Civil', sort: '10',
			startsOn: '2026-06-20', parent: '', minAge: '', maxAge: '', isContact: '', reason,
		}); // prettier-ignore
		const [day] = (await readHolidays(await admin(), { year: '2027' })).lines;
		await setHoliday(await admin(), {
			change: 'cancel', id: String(day!.id), heldOn: '', nameAr: '', nameEn: '', source: '', reason,
		}); // prettier-ignore
		await sql`update period_rule set withdrawn_at = '2026-06-20' where code = 'assembly_notice'`.execute(
			database.writer,
		);
		const before = await dump(database);
		expect(await install()).toBe(0);
		expect(await dump(database)).toEqual(before);
	});
});

describe('country values', () => {
	const values = {
		nameAr: 'مملكة البحرين', nameEn: 'Kingdom of Bahrain', ministryAr: 'وزارة التنمية', ministryEn: 'Ministry of Development',
		currencyAr: 'د.ب', currency: 'BHD', digits: '3', startsOn: '2026-07-01', reason,
	}; // prettier-ignore

	test('change on their day, and only what was changed', async () => {
		await setPackValues(await admin(), values);
		const now = async () => (await readPackSettings(await admin(), undefined)).values;
		expect((await now()).ministry_en).toBe('Ministry of Social Development');
		await applyDueChanges(await admin(JULY));
		expect(await now()).toMatchObject({ ministry_en: 'Ministry of Development', currency: 'BHD' });
	});

	test('keep their currency once there is money', () =>
		unchanged(async () => setPackValues(await admin(), { ...values, currency: 'USD', digits: '2' }), {
			problems: [{ place: 'currency' }],
		}));

	test('that would change the currency are withdrawn on their day when sums were entered since', async () => {
		await sql`update report_version set spend_minor = null`.execute(database.writer);
		await sql`update delivery_line set value_minor = null`.execute(database.writer);
		await sql`update program set budget_minor = null`.execute(database.writer);
		await setPackValues(await admin(), { ...values, currency: 'USD', digits: '2' });
		await sql`update program set budget_minor = 5000`.execute(database.writer);
		await applyDueChanges(await admin(JULY));
		const seen = await readPackSettings(await admin(JULY), undefined);
		expect(seen.values).toMatchObject({ currency: 'BHD', currency_digits: 3 });
		expect(seen.changes).toMatchObject([{ phase: 'withdrawn' }]);
		expect(await applyDueChanges(await admin(JULY))).toBe(0);
	});

	test('keep their currency also when only a target is in money', async () => {
		await sql`update report_version set spend_minor = null`.execute(database.writer);
		await sql`update delivery_line set value_minor = null`.execute(database.writer);
		await sql`update program set budget_minor = null`.execute(database.writer);
		await sql`update kpi_target set kpi = 'K-O8'`.execute(database.writer);
		await unchanged(async () => setPackValues(await admin(), { ...values, currency: 'USD', digits: '2' }), {
			problems: [{ place: 'currency' }],
		});
	});
});
