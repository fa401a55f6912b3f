import { defineQuery } from '#lib/access/procedures.server.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import { openFilter, presetMonths } from '#lib/kpi/filter.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { missing } from '#lib/platform/errors.ts';
import { readMeasures } from '../dashboard/cards.server.ts';
import { windowFor } from '../dashboard/compared.server.ts';
import { countExpected } from '../reports/rows.server.ts';
import { readTasks } from './tasks.server.ts';
import { programsIn, readHappenings, readNext, readYear, yearsOf } from './year.server.ts';

/** The four figures a society sees of its year. */
const FIGURES = ['K-B7', 'K-O8', 'K-O9', 'K-D2'];

/** A society's home: what is asked of it, what lies with the ministry, its year, what happened last. */
export const readWorkspace = defineQuery({
	action: 'workspace.read',
	probe: () => ({ year: 2026 }),
	async run(ctx, scope, { year: asked }: { year: number | undefined }) {
		const { db, today } = ctx;
		if (scope.reach !== 'own') throw missing();
		const { societyId } = scope;
		const society = await db
			.selectFrom('society as s')
			.innerJoin('category as c', 'c.id', 's.category_id')
			.innerJoin('governorate as g', 'g.id', 's.governorate_id')
			.select(['s.id', 's.name_ar as ar', 's.name_en as en', 's.status'])
			.select(['c.name_ar as categoryAr', 'c.name_en as categoryEn'])
			.select(['g.name_ar as placeAr', 'g.name_en as placeEn'])
			.select((eb) =>
				eb
					.selectFrom('society_registration as r')
					.select('r.number')
					.whereRef('r.society_id', '=', 's.id')
					.orderBy('r.starts_on', 'desc')
					.limit(1)
					.as('number'),
			)
			.where('s.id', '=', societyId)
			.executeTakeFirst();
		if (!society) throw missing();
		const years = await yearsOf(ctx, societyId);
		const thisYear = Number(today.slice(0, 4));
		const year = asked !== undefined && years.includes(asked) ? asked : thisYear;
		const programs = await programsIn(db, societyId, year);
		const running = year === thisYear ? programs : await programsIn(db, societyId, thisYear);
		const filter = openFilter({ from: `${thisYear}-01`, to: `${thisYear}-12`, society: societyId });
		const ask = { db, scope, today, filter };
		const [due] = await countExpected(ask, 'due', []);
		const [received] = await countExpected(ask, 'received', []);
		const proposals = await db
			.selectFrom('proposal')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.where('society_id', '=', societyId)
			.where('state', '=', 'proposed')
			.executeTakeFirstOrThrow();
		return {
			society,
			today,
			programs: running.length,
			...(await readTasks(ctx, societyId)),
			proposals: proposals.n,
			next: await readNext(ctx, running),
			standing: { due: due?.value ?? 0, received: received?.value ?? 0, filter },
			year: {
				year,
				years,
				newest: addMonths(today.slice(0, 7), -1),
				...(await readYear(ctx, programs, year)),
			},
			happenings: await readHappenings(ctx, societyId),
		};
	},
});

/** A society's figures of the year so far, with the year before beside them. */
export const readOwnFigures = defineQuery({
	action: 'workspace.read',
	probe: () => undefined,
	async run({ db, today }, scope, _: undefined) {
		const anchor = await latestMonth(db, today);
		const [from, to] = presetMonths('ytd', anchor);
		const society = scope.reach === 'own' ? { society: scope.societyId } : {};
		const filter = openFilter({ from, to, preset: 'ytd', ...society });
		return {
			filter,
			cards: await readMeasures({ db, scope, today, filter }, FIGURES, anchor),
			compared: windowFor(filter, anchor),
		};
	},
});
