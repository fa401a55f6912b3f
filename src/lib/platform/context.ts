import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Database } from '#db/connection.server.ts';
import type { Locale } from '../i18n/text.ts';
import type { ChainWatch } from '../access/verdict.ts';
import type { Downloads } from '../tables/downloads.ts';

/** The roles an account can have, and `operator`: whoever runs the command line on the machine itself. */
export const ROLES = ['leadership', 'officer', 'society', 'auditor', 'admin'] as const;
export type AccountRole = (typeof ROLES)[number];
export type Role = AccountRole | 'operator';

/** Who asks. `societyId` is set exactly when the role is `society`; `accountId` is absent for the operator. */
export interface Viewer {
	readonly accountId: number | null;
	readonly role: Role;
	readonly societyId: number | null;
	readonly nameAr: string;
	readonly nameEn: string;
}

/** Country facts every page needs. Money is kept in `currencyDigits` minor units (BHD: 3, so fils). */
export interface Pack {
	readonly code: string;
	readonly currency: string;
	readonly currencyDigits: number;
	readonly currencyAr: string;
	readonly timeZone: string;
	readonly ministryAr: string;
	readonly ministryEn: string;
}

/** What a look at a file found; `unavailable` when the command could not say. */
export type ScanVerdict = 'clean' | 'infected' | 'unavailable';
export type Scan = (path: string) => Promise<ScanVerdict>;

/** First argument of every server call. `db` only reads; writing goes through a command's WriteContext. */
export interface Context {
	readonly database: Database;
	readonly db: Kysely<Schema>;
	readonly pack: Pack;
	readonly viewer: Viewer;
	readonly now: Date;
	/** ISO date of `now` in the pack's time zone. */
	readonly today: string;
	readonly requestId: string;
	readonly locale: Locale;
	/** Key of the audit chain; lives outside the database. */
	readonly auditKey: Buffer;
	/** When the person last proved to be present (password and, where they have one, second factor); ms, or null. */
	readonly confirmedAt: number | null;
	/** Names one sent form: the same form sent again gets its first result (R7). */
	readonly formKey?: string;
	/** Told of the new head of the audit chain after each commit, so that a copy stands outside the database. */
	readonly anchor?: (head: AuditHead) => void;
	/** Walks the audit chain and remembers the last result. */
	readonly chain?: ChainWatch;
	/** Looks at a file for viruses; absent where no command is set. */
	readonly scan?: Scan;
	/** Places for files that are sent at the same time; absent in tests: no limit. */
	readonly downloads?: Downloads;
}

/** The newest entry of the audit chain. */
export interface AuditHead {
	readonly seq: number;
	readonly hash: string;
	readonly at: string;
}

/** What one audit entry says; `before` and `after` are allow-listed fields, never personal data or secrets. */
export interface AuditNote {
	readonly objectType: string;
	readonly objectId: string | number;
	readonly before?: Record<string, unknown>;
	readonly after?: Record<string, unknown>;
}

/** Inside a transaction there is `trx` and nothing slower: no `db`, no files, no network. */
export interface WriteContext extends Omit<
	Context,
	'db' | 'database' | 'anchor' | 'chain' | 'downloads' | 'scan'
> {
	readonly trx: Transaction<Schema>;
	readonly audit: (note: AuditNote) => Promise<void>;
}
