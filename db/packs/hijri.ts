/** A day of the Umm al-Qura calendar. */
export interface HijriDay {
	readonly year: number;
	readonly month: number;
	readonly day: number;
}

const UMM_AL_QURA = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	timeZone: 'UTC',
});

/** The Umm al-Qura date of an ISO date, as computed by the runtime; sightings may announce another day. */
function hijriOf(date: string): HijriDay {
	const parts = UMM_AL_QURA.formatToParts(new Date(`${date}T12:00:00Z`));
	const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
	return { year: part('year'), month: part('month'), day: part('day') };
}

/** Every ISO date from the first of January of one year to the last of December of another, with its Hijri date. */
export function hijriDays(fromYear: number, toYear: number): (HijriDay & { readonly date: string })[] {
	const days: (HijriDay & { readonly date: string })[] = [];
	const end = Date.UTC(toYear, 11, 31);
	for (let at = Date.UTC(fromYear, 0, 1); at <= end; at += 86_400_000) {
		const date = new Date(at).toISOString().slice(0, 10);
		days.push({ date, ...hijriOf(date) });
	}
	return days;
}
