import { z } from 'zod';
import { westernDigits } from '#lib/i18n/fold.ts';
import type { Text } from '#lib/i18n/text.ts';
import { addDays } from '#lib/platform/clock.ts';
import { invalid, type Problem } from '#lib/platform/errors.ts';

/** A form as it was sent: text fields by name. What they mean is read by `Checks`, which names each wrong one. */
export function formInput<const Name extends string>(names: readonly Name[]) {
	const shape = Object.fromEntries(names.map((name) => [name, z.string().max(2000)])) as Record<
		Name,
		z.ZodString
	>;
	return z.strictObject(shape);
}

const SPACES = /[\s\u066c,\u00a0]/g;

/** Reads typed fields and collects what is wrong with them, so that every wrong field is named at once. */
export class Checks {
	readonly #problems: Problem[] = [];

	/** Names a wrong field and its fix. */
	wrong(place: string, ar: string, en: string): void {
		if (!this.#problems.some((problem) => problem.place === place)) {
			this.#problems.push({ place, text: { ar, en } });
		}
	}

	/** A text with at least `least` letters. */
	text(place: string, typed: string, least = 2, most = 300): string {
		const text = typed.trim();
		if (text.length < least) {
			if (!text) this.wrong(place, 'اكتبوا هذا الحقل.', 'Fill in this field.');
			else this.wrong(place, `اكتبوا ${least} أحرف على الأقل.`, `Write at least ${least} letters.`);
		} else if (text.length > most) {
			this.wrong(place, `اختصروا إلى ${most} حرف.`, `Shorten it to ${most} letters.`);
		}
		return text;
	}

	/** A day that exists; `from` is the first one allowed. */
	day(place: string, typed: string, from?: { readonly day: string; readonly why: Text }): string {
		const day = westernDigits(typed.trim());
		if (
			!/^(199\d|2[01]\d\d)-\d\d-\d\d$/.test(day) ||
			Number.isNaN(Date.parse(day)) ||
			addDays(day, 0) !== day
		) {
			this.wrong(place, 'اكتبوا تاريخًا هكذا: 2026-03-01', 'Write a date like 2026-03-01.');
			return day;
		}
		if (from && day < from.day) this.wrong(place, from.why.ar, from.why.en);
		return day;
	}

	/** A number with at most `places` decimals, typed in either digit set. */
	number(place: string, typed: string, { places = 0, least = 0, most = 1e12 } = {}): number {
		const text = westernDigits(typed.trim())
			.replace(/\u066b/g, '.')
			.replace(SPACES, '');
		const pattern = places ? new RegExp(String.raw`^\d+(\.\d{1,${places}})?$`) : /^\d+$/;
		if (!pattern.test(text)) {
			if (!text) this.wrong(place, 'اكتبوا رقمًا.', 'Write a number.');
			else if (places) {
				this.wrong(
					place,
					`اكتبوا رقمًا بما لا يزيد على ${places} منازل عشرية.`,
					`Write a number with at most ${places} decimals.`,
				);
			} else this.wrong(place, 'اكتبوا رقمًا صحيحًا بلا كسور.', 'Write a whole number.');
			return 0;
		}
		const value = Number(text);
		if (value < least || value > most) {
			this.wrong(place, `اكتبوا رقمًا من ${least} إلى ${most}.`, `Write a number from ${least} to ${most}.`);
		}
		return value;
	}

	/** One of the values a form offers. */
	choice<const Value extends string>(place: string, typed: string, values: readonly Value[]): Value {
		const found = values.find((value) => value === typed);
		if (found === undefined) this.wrong(place, 'اختاروا من القائمة.', 'Choose from the list.');
		return found ?? values[0]!;
	}

	/** Throws the refusal when anything was wrong. */
	done(): void {
		if (!this.#problems.length) return;
		throw invalid(
			{
				ar: 'في ما كتبتموه ما يحتاج إلى تصحيح؛ لم يتغير شيء.',
				en: 'Something needs correcting; nothing was changed.',
			},
			this.#problems,
		);
	}
}

/** Why a setting cannot begin in the past. */
export function notBefore(today: string): { readonly day: string; readonly why: Text } {
	return {
		day: today,
		why: {
			ar: 'لا يسري التغيير قبل اليوم: ما عُرض من قبل حُسب بما كان ساريًا. اختاروا اليوم أو تاريخًا بعده.',
			en: 'A change cannot hold before today: what was shown before was reckoned with what held then. Choose today or a later day.',
		},
	};
}

/** The reason of a change, in words. */
export function readReason(checks: Checks, typed: string, least = 10): string {
	const reason = typed.trim();
	if (reason.replace(/[^\p{L}]/gu, '').length < least) {
		checks.wrong(
			'reason',
			`اكتبوا سبب التغيير بالكلمات (${least} أحرف على الأقل).`,
			`Write the reason for the change in words (at least ${least} letters).`,
		);
	}
	return checks.text('reason', reason, 1, 1000);
}
