import { existsSync } from 'node:fs';
import { StartRefused } from '#db/connection.server.ts';

export type Mode = 'demo' | 'production';

/** What the process was told at start. */
export interface Environment {
	readonly mode: Mode;
	/** Scheme, host and port people type; every unsafe request must come from exactly here. */
	readonly origin: string;
	/** Whether `origin` is https; only the demo on loopback is not. */
	readonly secure: boolean;
	readonly host: string;
	readonly port: number;
	readonly databaseFile: string;
	/** Absent in the demo: the key then lies beside the database. */
	readonly auditKeyFile: string | undefined;
	/** Where the head of the audit chain is kept outside the database; absent: beside it. */
	readonly auditAnchorFile: string | undefined;
	/** Looks at sent files for viruses: a program with its arguments, to which the file's path is added; absent: none does. */
	readonly scanCommand: string | undefined;
	readonly logLevel: string;
	/** The mail server with its password, and the address mails come from; absent: mails are only kept. */
	readonly mail: { readonly url: string; readonly from: string } | undefined;
}

type Source = Readonly<Record<string, string | undefined>>;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Whether an address or host name can only be reached from this machine. */
export function isLoopback(address: string): boolean {
	return /^127(\.\d{1,3}){3}$/.test(address) || /^(::ffff:127(\.\d{1,3}){3}|::1|localhost)$/i.test(address);
}

function originProblem(origin: string | undefined): string | undefined {
	if (!origin) return 'ORIGIN is missing: the https address people type, such as https://sharaka.example.';
	const url = URL.parse(origin);
	if (!url || url.origin !== origin)
		return 'ORIGIN must be scheme and host only, such as https://sharaka.example.';
	if (url.protocol !== 'https:')
		return 'ORIGIN must begin with https://; only the demo may be served without it.';
	return undefined;
}

function fileProblem(name: string, file: string | undefined, what: string): string | undefined {
	if (!file) return `${name} is missing: the path of ${what}.`;
	if (!existsSync(file)) return `${name} names ${file}, which does not exist.`;
	return undefined;
}

/** Forwarded headers count only when the number of proxies in front is given; the other header settings never. */
function proxyProblems(source: Source): string[] {
	const problems = ['PROTOCOL_HEADER', 'HOST_HEADER', 'PORT_HEADER']
		.filter((name) => source[name])
		.map((name) => `${name} must not be set: ORIGIN already says it, and a header could be forged.`);
	if (source.ADDRESS_HEADER?.toLowerCase() === 'x-forwarded-for' && !/^[1-9]$/.test(source.XFF_DEPTH ?? '')) {
		problems.push(
			'XFF_DEPTH is missing: how many proxies stand in front, needed with ADDRESS_HEADER=x-forwarded-for.',
		);
	}
	return problems;
}

/** What is wrong with the mail settings; never quotes the address of the server, which holds its password. */
function mailProblems({ SMTP_URL: url, MAIL_FROM: from }: Source): string[] {
	if (!url && !from) return [];
	if (!url || !from)
		return ['SMTP_URL and MAIL_FROM belong together: set both, or none to keep mails in the outbox.'];
	const parsed = URL.parse(url);
	const isServer =
		parsed !== null &&
		/^smtps?:$/.test(parsed.protocol) &&
		parsed.hostname !== '' &&
		!parsed.search &&
		!parsed.hash;
	return [
		...(isServer && /^\/?$/.test(parsed.pathname)
			? []
			: [
					'SMTP_URL must look like smtps://user:password@mail.example:465 (smtp:// for STARTTLS), with nothing after it.',
				]),
		...(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(from)
			? []
			: ['MAIL_FROM must be one plain address, such as sharaka@ministry.example.']),
	];
}

/**
 * Reads and checks the environment. Throws StartRefused whose message has one sentence per line for each thing
 * that is missing or wrong, so that all can be mended at once. Anything but SHARAKA_MODE=demo is production.
 */
export function readEnvironment(source: Source): Environment {
	const mode: Mode = source.SHARAKA_MODE === 'demo' ? 'demo' : 'production';
	const port = Number(source.PORT ?? 3000);
	const host = source.HOST ?? '127.0.0.1';
	const origin = source.ORIGIN ?? (mode === 'demo' ? `http://127.0.0.1:${port}` : undefined);
	const databaseFile = source.DATABASE_FILE ?? (mode === 'demo' ? 'data/sharaka.db' : undefined);
	const logLevel = source.LOG_LEVEL ?? (mode === 'demo' ? 'warn' : 'info');
	const problems = [...proxyProblems(source), ...mailProblems(source)];
	if (!Number.isInteger(port) || port < 0 || port > 65_535)
		problems.push('PORT must be a number from 0 to 65535.');
	if (!LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LEVELS.join(', ')}.`);
	if (mode === 'demo') {
		if (!isLoopback(host)) problems.push('The demo listens on this machine only: HOST must be 127.0.0.1.');
	} else {
		const found = [
			originProblem(origin),
			fileProblem('DATABASE_FILE', databaseFile, 'the database ("npm run cli -- migrate" makes one)'),
			fileProblem(
				'AUDIT_KEY_FILE',
				source.AUDIT_KEY_FILE,
				'the audit key ("openssl rand -hex 32" makes one)',
			),
		];
		problems.push(...found.filter((problem) => problem !== undefined));
	}
	if (problems.length || !origin || !databaseFile) throw new StartRefused(problems.join('\n'));
	const secure = origin.startsWith('https:');
	const { AUDIT_KEY_FILE: auditKeyFile, AUDIT_ANCHOR_FILE: auditAnchorFile, SCAN_COMMAND } = source;
	const scanCommand = SCAN_COMMAND?.trim() || undefined;
	const { SMTP_URL: url, MAIL_FROM: from } = source;
	const mail = url && from ? { url, from } : undefined;
	return {
		mode,
		origin,
		secure,
		host,
		port,
		databaseFile,
		auditKeyFile,
		auditAnchorFile,
		scanCommand,
		logLevel,
		mail,
	};
}
