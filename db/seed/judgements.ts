import type { Insertable } from 'kysely';
import { addDays, addMonths } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import { officerOf } from './accounts.ts';
import type { Span } from './calendar.ts';
import type { Program } from './program.ts';
import { randomFor, type Random } from './random.ts';

type Judged = Insertable<Schema['program_judgement']>;
type Judgement = Judged['judgement'];

const SENTENCES: Readonly<Record<Exclude<Judgement, 'on_track'>, readonly string[]>> = {
	at_risk: [
		'انخفض عدد المستفيدين عن المخطط شهرين متتاليين، واتفقنا مع الجمعية على خطة تصحيح.',
		'تأخر توريد المواد، ويُتوقع تعويض النقص خلال الربع المقبل.',
		'كلفة المستفيد أعلى من المتوقع، والمراجعة جارية مع أمين الصندوق.',
		'استقالت المنسقة ولم تُعيَّن بديلة بعد، والعمل مستمر بالمتطوعين.',
	],
	off_track: [
		'لم يبلغ البرنامج ثلثي المستهدف، والجمعية تعيد النظر في عدد المواقع.',
		'توقف المتبرع الرئيس عن الدعم، ولم يُعثر بعد على بديل.',
		'تأخرت التقارير ولا يمكن الحكم على الأثر من دونها.',
	],
};

/** Programs nobody has judged yet: unknown, which is not good. */
const UNJUDGED = 0.06;

function judgementOf({ ambition }: Program, random: Random): Judgement {
	if (ambition > 1.28) return random.chance(0.7) ? 'off_track' : 'at_risk';
	if (ambition > 1.05 && random.chance(0.45)) return 'at_risk';
	return random.chance(0.04) ? 'at_risk' : 'on_track';
}

/** About every quarter someone looks at a program, from its start or the demo's on. */
function reviewDays({ startsOn }: Program, { today, first }: Span, random: Random): string[] {
	const days: string[] = [];
	for (let month = first; month <= today.slice(0, 7); month = addMonths(month, 3)) {
		const day = addDays(`${month}-01`, random.int(3, 80));
		if (day >= startsOn && day < today) days.push(day);
	}
	return days.sort();
}

/** What the owners of a program thought of it over time, oldest first; nothing where nobody said. */
export function judgementsOf(program: Program, isRunning: boolean, span: Span): Omit<Judged, 'id'>[] {
	const random = randomFor(`judgement:${program.id}`);
	if (!isRunning || random.chance(UNJUDGED)) return [];
	return reviewDays(program, span, random).map((judged_on) => {
		const judgement = judgementOf(program, random);
		return {
			program_id: program.id,
			judgement,
			note: judgement === 'on_track' ? null : random.pick(SENTENCES[judgement]),
			judged_on,
			account_id: officerOf(program.society.id),
		};
	});
}
