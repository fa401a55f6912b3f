import { createPasswords } from '#lib/auth/passwords.server.ts';
import { signIn } from '#lib/features/people/doors.server.ts';
import { arrival, siteOf } from '../support/site.ts';
import { freshDatabase } from '../support/world.ts';
import { compare } from './measure.ts';

const ROUNDS = 200;
const PASSWORD = 'غيمة تحت البرتقال الطائر';

/** A wrong password for a known login against an unknown login, in turn: nobody may tell them apart by the time. */
export async function knownAgainstUnknown(): Promise<void> {
	const database = await freshDatabase();
	const passwords = createPasswords();
	const { site } = await siteOf(database, passwords);
	const person = { login: 'fatima', name_ar: 'فاطمة', name_en: 'Fatima', role: 'leadership' as const };
	await database.writer
		.insertInto('account')
		.values({ ...person, password_hash: await passwords.hash(PASSWORD), created_at: '2026-01-01T00:00:00Z' })
		.execute();
	let address = 0;
	const attempt = (login: string) => async () => {
		// A new address each time and nothing remembered: the throttle is not what is measured.
		await database.writer.deleteFrom('sign_in_attempt').execute();
		address += 1;
		const from = arrival({ address: `198.51.${100 + (address >> 8)}.${address & 255}` });
		const { kind } = await signIn(site, login, `${PASSWORD}!`, from);
		if (kind !== 'refused') throw new Error(`a wrong password was ${kind}`);
	};
	await compare(
		'Sign-in with a wrong password',
		[
			{ name: 'known login', run: attempt('fatima') },
			{ name: 'unknown login', run: attempt('nobody') },
		],
		ROUNDS,
	);
	await database.close();
}
