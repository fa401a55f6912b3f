import {
	createAccount,
	disableAccount,
	issueAccountCode,
	resetFactor,
} from '#lib/features/people/accounts.server.ts';
import { createDemoAccounts } from '#lib/features/people/commands.server.ts';
import { PAGE_SIZE } from '#lib/features/people/model.ts';
import { findAccount, listPeople } from '#lib/features/people/queries.server.ts';
import { issueFirstAdminCode } from '#lib/features/people/setup.server.ts';
import type { CliCommand } from '../cli.ts';
import { StartRefused } from '../connection.server.ts';
import { options, reading, required, writing } from './command.ts';

const OPTIONS = {
	login: { type: 'string' },
	role: { type: 'string' },
	'name-ar': { type: 'string' },
	'name-en': { type: 'string' },
	society: { type: 'string' },
	reason: { type: 'string' },
} as const;

type Words = ReturnType<typeof options<typeof OPTIONS>>;

/** Passwords never stand on a command line: a person sets their own, with a code that works once. */
function printCode(code: string): void {
	const address = process.env.ORIGIN ?? 'http://127.0.0.1:3000';
	console.log(`Open ${address}/setup within 30 minutes and enter this code (it works once):\n\n  ${code}\n`);
}

async function list({ file }: Words): Promise<void> {
	const total = await reading(file, async (ctx) => {
		for (let page = 1, seen = 0; ; page++) {
			const { rows, total } = await listPeople(ctx, { q: '', role: null, state: null, page });
			for (const { login, role, name, societyId, state, isDemo, hasFactor } of rows) {
				const of = societyId === null ? '' : ` of society ${societyId}`;
				const factor = hasFactor ? 'second factor' : 'no second factor';
				console.log(`${login}  ${role}${of}  ${isDemo ? 'demo' : state}  ${factor}  ${name.en}  ${name.ar}`);
			}
			seen += rows.length;
			if (rows.length < PAGE_SIZE || seen >= total) return total;
		}
	});
	console.log(`${total} ${total === 1 ? 'account' : 'accounts'}`);
}

async function create({ file, values }: Words): Promise<void> {
	const input = {
		login: required(values.login, '--login'),
		role: required(values.role, '--role'),
		nameAr: required(values['name-ar'], '--name-ar'),
		nameEn: required(values['name-en'], '--name-en'),
		societyId: typeof values.society === 'string' ? Number(values.society) : null,
	};
	const code = await writing(file, async (ctx) => issueAccountCode(ctx, await createAccount(ctx, input)));
	console.log(`Account ${input.login} made.`);
	printCode(code);
}

async function disable({ file, positionals }: Words): Promise<void> {
	const login = required(positionals[1], 'The login');
	await writing(file, async (ctx) => disableAccount(ctx, await findAccount(ctx, login)));
	console.log(`Account ${login} is disabled and its sessions are ended.`);
}

async function setupToken({ file, positionals: [, login] }: Words): Promise<void> {
	const code = await writing(file, async (ctx) =>
		login ? issueAccountCode(ctx, await findAccount(ctx, login)) : issueFirstAdminCode(ctx),
	);
	if (!code)
		throw new StartRefused('There are accounts already; name the login whose password is to be set.');
	printCode(code);
}

async function takeFactor({ file, positionals, values }: Words): Promise<void> {
	const login = required(positionals[1], 'The login');
	const reason = required(values.reason, '--reason');
	await writing(file, async (ctx) => resetFactor(ctx, { ...(await findAccount(ctx, login)), reason }));
	console.log(
		`The second factor of ${login} is gone and its sessions are ended; the next sign-in sets up a new one.`,
	);
}

async function demo({ file, values }: Words): Promise<void> {
	const societyId = typeof values.society === 'string' ? Number(values.society) : null;
	await writing(file, (ctx) => createDemoAccounts(ctx, { societyId }));
	console.log('One account per role, without a password; only "npm start" opens them, on this machine.');
}

const STEPS: Readonly<Record<string, (words: Words) => Promise<void>>> = {
	list,
	create,
	disable,
	demo,
	'setup-token': setupToken,
	'reset-factor': takeFactor,
};

export const command: CliCommand = {
	usage:
		'user list | create --login L --role R --name-ar N --name-en N [--society ID] | disable LOGIN | setup-token [LOGIN] | reset-factor LOGIN --reason TEXT | demo [--society ID]',
	help: 'Lists, makes and closes accounts, gives one-time codes for setting a password, takes lost second factors away.',
	async run(words) {
		const parsed = options(words, OPTIONS, 2);
		const name = required(parsed.positionals[0], 'list, create, disable, setup-token, reset-factor or demo');
		const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
		if (!step) throw new StartRefused(`There is no "user ${name}"; see --help.`);
		await step(parsed);
		return 0;
	},
};
