import { hash, parseOptions, verify, type Options } from '@node-rs/argon2';
import { busy } from '../platform/errors.ts';
import { newToken } from './tokens.server.ts';

/** argon2id (2), 64 MiB, three passes, one lane: above OWASP's floor of 19 MiB and two passes. */
const PARAMETERS = { algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 1 } satisfies Options;

/** Hashes and checks passwords, a few at a time. One for the whole process, so that the limit means something. */
export interface Passwords {
	hash(password: string): Promise<string>;
	/** Without a stored hash the same work is done against a made-up one, and the answer is no. */
	verify(stored: string | null | undefined, password: string): Promise<boolean>;
	/** Whether a stored hash was made with today's parameters. */
	isCurrent(stored: string): boolean;
}

/** Lets `atOnce` calls run and `waiting` queue; beyond that it throws `busy`, or sign-in would be the cheapest flood. */
function createGate(atOnce: number, waiting: number) {
	const queue: (() => void)[] = [];
	let running = 0;
	return async <R>(work: () => Promise<R>): Promise<R> => {
		if (running >= atOnce) {
			if (queue.length >= waiting) throw busy();
			// Whoever finishes hands its place over, so `running` stays as it is.
			await new Promise<void>((resolve) => queue.push(resolve));
		} else running += 1;
		try {
			return await work();
		} finally {
			const next = queue.shift();
			if (next) next();
			else running -= 1;
		}
	};
}

/** The process's password work. Each call takes about 60 ms of one core and 64 MiB. */
export function createPasswords({ atOnce = 4, waiting = 32 } = {}): Passwords {
	const gate = createGate(atOnce, waiting);
	const nobody = hash(newToken(), PARAMETERS);
	return {
		hash: (password) => gate(() => hash(password, PARAMETERS)),
		verify: (stored, password) =>
			gate(async () => {
				const matches = await verify(stored ?? (await nobody), password);
				return matches && typeof stored === 'string';
			}),
		isCurrent(stored) {
			const made = parseOptions(stored);
			return (
				Number(made.algorithm) === PARAMETERS.algorithm &&
				made.memoryCost === PARAMETERS.memoryCost &&
				made.timeCost === PARAMETERS.timeCost &&
				made.parallelism === PARAMETERS.parallelism
			);
		},
	};
}
