import { building } from '$app/environment';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { walkNightly } from '#lib/access/nightly.server.ts';
import { authorise } from '#lib/auth/hooks/authorise.server.ts';
import { session } from '#lib/auth/hooks/session.server.ts';
import { openSite } from '#lib/auth/site.server.ts';
import { noticesDuty } from '#lib/features/completeness/ladder.server.ts';
import { keepPosting } from '#lib/features/notices/post.server.ts';
import { openingDuty } from '#lib/features/reports/opening.server.ts';
import { importDuty } from '#lib/features/exchange/intake/resume.server.ts';
import { settingsDuty } from '#lib/features/settings/apply.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { sweepDuty } from '#lib/features/writing/sweep.server.ts';
import { keepDuties, type Duty } from '#lib/platform/duties.server.ts';
import { readEnvironment } from '#lib/platform/env.server.ts';
import { asPageError } from '#lib/platform/forms.server.ts';
import { fault } from '#lib/platform/hooks/fault.server.ts';
import { page } from '#lib/platform/hooks/page.server.ts';
import { body, origin, path, uploads } from '#lib/platform/hooks/shape.server.ts';
import { trace } from '#lib/platform/hooks/trace.server.ts';

// Opened when this module is loaded; a refusal to start then stops whoever loads the built server.
const site = building ? undefined : await openSite(readEnvironment(process.env));

const stopWalking =
	site?.runtime.chain && walkNightly(site.runtime.chain, site.runtime.pack.timeZone, () => new Date());

// What has its day and happens also while nobody asks; each may rely on what those before it did.
const DUTIES: readonly Duty[] = [settingsDuty, openingDuty, importDuty, noticesDuty, sweepDuty];
const stopDuties = site && keepDuties(site.runtime, site.log, DUTIES, () => new Date());

// Mails are written when they are due and sent outside every request.
const stopPosting = site && keepPosting(site.runtime, site.env, site.log, () => new Date());

// The server announces its end once the last response is out; only then may the database close.
process.once('sveltekit:shutdown', () => {
	stopWalking?.();
	stopDuties?.();
	stopPosting?.();
	void site?.runtime.database.close();
});

const enter: Handle = ({ event, resolve }) => {
	if (!site) throw new Error('Nothing is served while building');
	event.locals.site = site;
	return resolve(event);
};

/** The order matters: each handle may rely on what those before it established. */
export const handle: Handle = sequence(
	enter,
	trace,
	fault,
	path,
	origin,
	body,
	session,
	authorise,
	uploads,
	page,
);

const NOT_FOUND: Text = { ar: 'لا توجد صفحة بهذا العنوان.', en: 'There is no page at this address.' };
const NOT_UNDERSTOOD: Text = { ar: 'لم نتمكن من فهم الطلب.', en: 'The request could not be understood.' };
const UNEXPECTED: Text = {
	ar: 'حدث خطأ عندنا. تحققوا هل حُفظت خطوتكم الأخيرة قبل إعادتها، وإن تكرر الخطأ فاذكروا الرقم المرجعي.',
	en: 'Something failed on our side. Check whether your last step was saved before repeating it; if it fails again, quote the reference.',
};

/** The person gets a sentence and the reference, the log the details. Never a stack, a query or a value. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	const { requestId } = event.locals;
	if (status >= 500) site?.log.error({ event: 'error', requestId, route: event.route.id, err: error });
	return asPageError(status === 404 ? NOT_FOUND : status < 500 ? NOT_UNDERSTOOD : UNEXPECTED, requestId);
};
