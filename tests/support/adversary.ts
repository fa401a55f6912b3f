import { setTimeout as sleep } from 'node:timers/promises';
import { reachOf } from '#lib/access/grants.ts';
import { chance, pick, seeded } from './chance.ts';
import {
	changesBetween,
	ownersOf,
	readPulse,
	readTables,
	takePicture,
	type Change,
	type Picture,
	type Tables,
} from './changes.ts';
import { PERSONS, type Company, type Person } from './company.ts';
import { formsOf, type FormField, type PageForm } from './forms.ts';
import { bodyOf, mutated, strangeFile, strangeJson, usual, type Sent } from './mutations.ts';
import { addressOf, idsOf, isSlow, targetOf, targets, type Target } from './targets.ts';
import { canary, type Member } from './twosocieties.ts'; // prettier-ignore

/** Tables that a person's own working copy, a session or the machine's own duties change without an entry. */
const UNAUDITED: ReadonlySet<string> = new Set([
	'report_draft', 'report_draft_cell', 'notice', 'notice_choice', 'mail', 'import_job', 'import_row',
	'import_profile', 'session', 'sign_in', 'sign_in_attempt', 'login_challenge', 'form_key', 'saved_view', 'table_choice', 'audit_entry', 'data_version',
	'factor_setup', 'health',
]); // prettier-ignore
/** A draft is a report of its own before its first submission, and has files before anybody else sees them. */
const isDrafts = ({ table, row }: Change) =>
	(table === 'report' && ['draft', 'returned'].includes(String(row.state))) ||
	(table === 'stored_file' && row.report_id !== null);

interface Answer {
	readonly status: number;
	readonly body: string;
	readonly location: string;
}

/** What was sent last, so that it can be sent again. */
interface Letter {
	readonly url: string;
	readonly person: Person;
	readonly headers: Record<string, string>;
	readonly body: BodyInit;
}

/** Somebody who knows every form and keeps to no rule; notes what should not have happened. */
export class Adversary {
	readonly random;
	readonly counts: Record<string, number> = {};
	readonly passed = new Set<string>();
	readonly reached = new Set<string>();
	readonly faults: string[] = [];
	private readonly forms = new Map<string, PageForm[]>();
	private readonly cookies = new Map<Person, string>();
	private picture!: Picture;
	private tables!: Tables;
	private pulse = 0;

	private readonly company: Company;

	constructor(company: Company, seed: number) {
		this.company = company;
		this.random = seeded(seed);
	}

	/** Looks at the database as it is before the first post. */
	async begin(): Promise<void> {
		this.tables = await readTables(this.company.database);
		await this.settle();
	}

	private async settle(): Promise<void> {
		this.pulse = await readPulse(this.company.database);
		this.picture = await takePicture(this.company.database, this.tables);
	}

	private members(person: Person): [Member, Member] {
		const { alpha, beta } = this.company.members;
		return person === 'beta'
			? [beta, alpha]
			: person === 'alpha' || this.random() < 0.5
				? [alpha, beta]
				: [beta, alpha];
	}

	/** A session that still opens doors; with a fresh proof of presence most times. */
	private async cookieOf(person: Person): Promise<string> {
		if (!this.cookies.has(person)) {
			const cookie = await this.company.cookieOf(person);
			const confirmed_at = chance(this.random, 0.9) ? Date.now() : null;
			await this.company.database.writer.updateTable('session').set({ confirmed_at }).execute();
			this.cookies.set(person, cookie);
		}
		return this.cookies.get(person)!;
	}

	private async fetch(url: string, person: Person, init: RequestInit = {}): Promise<Answer> {
		const cookie = await this.cookieOf(person);
		const headers = {
			accept: 'text/html',
			...(cookie && { cookie }),
			...(init.headers as Record<string, string>),
		};
		const ask = () => fetch(this.company.server.address + url, { ...init, redirect: 'manual', headers });
		// A connection that ended after a refused body may still look open to whoever asks next.
		const answer = await ask().catch((error: unknown) => {
			if (init.method) throw error;
			return ask();
		});
		const location = answer.headers.get('location') ?? '';
		if (answer.status === 401 || location.startsWith('/sign-in')) this.cookies.delete(person);
		return { status: answer.status, body: await answer.text(), location };
	}

	private keep(person: Person, html: string, url: string): void {
		for (const form of formsOf(html, url)) {
			const target = targetOf(form.target);
			if (!target) continue;
			const key = `${person} ${target.route} ${target.name}`;
			const kept = this.forms.get(key) ?? [];
			this.forms.set(key, [...kept, form].slice(-6));
		}
	}

	/** A form for the target as this person's page has it: now and then an old one, with versions gone by. */
	private async formFor(person: Person, { route, name }: Target): Promise<PageForm> {
		const key = `${person} ${route} ${name}`;
		const url = addressOf(this.random, route.replace(/\/autosave$/, ''), this.members(person));
		if (!this.forms.has(key) || chance(this.random, 0.25)) {
			const page = await this.fetch(url, person);
			this.look(person, page, `GET ${url}`);
			this.keep(person, page.body, url);
		}
		const kept = this.forms.get(key);
		if (kept && chance(this.random, 0.93)) return pick(this.random, kept);
		const target = name === undefined || name === 'default' ? url : `${url}?/${name}`;
		const like = kept?.at(-1) ?? { fields: [], takesFile: false };
		return { ...like, target };
	}

	private letterFor(
		person: Person,
		target: Target,
		form: PageForm,
	): { url: string; body: BodyInit; type?: string } {
		const { random } = this;
		const ids = [...idsOf(this.company.members.alpha), ...idsOf(this.company.members.beta)];
		// Staff who carry texts from one society to the other would make every later sighting a false one.
		const carried = (value: string) =>
			person === 'alpha' || person === 'beta' ? value : value.replace(/canary-\w+/g, 'x');
		const isChosen = ({ isLeft }: FormField) => !isLeft || chance(random, 0.5);
		const sent = form.fields
			.filter(isChosen)
			.map(({ name, value, isFile }): Sent => [
				name,
				isFile ? strangeFile(random) : carried(value) || (chance(random, 0.8) ? usual(random, name) : ''),
			]);
		if (target.route.endsWith('/autosave')) {
			const cells = sent.filter(([name]) => !['base', 'formKey', 'file'].includes(name));
			const url = `${addressOf(random, target.route, this.members(person))}`;
			return { url, body: strangeJson(random, cells.slice(0, 40), ids), type: 'application/json' };
		}
		return { url: form.target, ...bodyOf(random, mutated(random, sent, ids), form.takesFile) };
	}

	/** What every answer must keep to, whoever asks for whatever. */
	private look(person: Person, { status, body }: Answer, what: string): void {
		if (status >= 500)
			this.faults.push(
				`${status} for ${person}: ${what} ${this.company.server
					.output()
					.split('\n')
					.filter((line) => line.includes('"err"'))
					.at(-1)
					?.slice(0, 1500)}`,
			);
		const other = person === 'alpha' ? canary('beta') : person === 'beta' ? canary('alpha') : undefined;
		if (other && body.includes(other)) this.faults.push(`${person} saw ${other}: ${what}`);
	}

	private async send({ url, person, headers, body }: Letter): Promise<Answer> {
		// A body that is refused by its size is not read to its end: the connection may go before the answer is seen.
		const sent = this.fetch(url, person, { method: 'POST', headers, body });
		return sent.catch(async (error: unknown) => {
			const { status } = await fetch(`${this.company.server.address}/healthz`).catch(() => ({ status: 599 }));
			if (status !== 200) throw error;
			return { status: 0, body: '', location: '' };
		});
	}

	/** Files are checked and taken in after their answer: what they change is theirs, not the next post's. */
	private async untilQuiet(): Promise<void> {
		for (let tries = 0; tries < 100; tries += 1) {
			const busy = await this.company.database.reader
				.selectFrom('import_job')
				.select('id')
				.where('state', 'in', ['checking', 'applying'])
				.executeTakeFirst();
			if (!busy) return;
			await sleep(20);
		}
	}

	/** What the post changed, told from the picture before it. */
	private async changed(): Promise<Change[]> {
		await this.untilQuiet();
		const pulse = await readPulse(this.company.database);
		if (pulse === this.pulse) return [];
		const before = this.picture;
		await this.settle();
		return changesBetween(before, this.picture).filter(({ table }) => table !== 'session');
	}

	private judge(
		person: Person,
		isRuledOut: boolean,
		changes: readonly Change[],
		before: Picture,
		what: string,
	): void {
		const tables = [...new Set(changes.map(({ table }) => table))].join(', ');
		const isHeard = changes.some(({ table, kind }) => table === 'audit_entry' && kind === 'came');
		const facts = changes.filter((change) => !UNAUDITED.has(change.table) && !isDrafts(change));
		if (facts.length && !isHeard) this.faults.push(`no entry for ${tables}: ${what}`);
		if (isRuledOut && changes.some(({ table }) => !/^(sign_in|mail$|notice$)/.test(table)))
			this.faults.push(`${person} may not, yet changed ${tables}: ${what}`);
		if (person !== 'alpha' && person !== 'beta') return;
		const other = this.company.members[person === 'alpha' ? 'beta' : 'alpha'].societyId;
		for (const change of changes) {
			if (change.table === 'audit_entry' || change.table === 'mail' || change.table === 'notice') continue;
			if (ownersOf(change, this.tables, [before, this.picture]).has(other))
				this.faults.push(
					`${person} changed ${change.table} of the other: ${what} ${JSON.stringify(change.row)}`,
				);
		}
	}

	/** One post of one person, and, where it went through with a form's key, the same once more. */
	async post(): Promise<void> {
		const { random, company } = this;
		let target = pick(random, targets);
		if (isSlow(target) && chance(random, 0.9)) target = pick(random, targets);
		const may = PERSONS.filter((person) => {
			const role = company.roleOf(person);
			return role && (target.rule === 'anyone' || target.rule === 'signed-in' || reachOf(role, target.rule));
		});
		const person = may.length && chance(random, 0.9) ? pick(random, may) : pick(random, PERSONS);
		const isRuledOut = target.rule !== 'anyone' && !may.includes(person);
		// Whoever may not is given the form of somebody who may.
		const form = await this.formFor(isRuledOut && may.length ? pick(random, may) : person, target);
		const { url, body, type } = this.letterFor(person, target, form);
		const headers = { origin: company.origin, ...(type && { 'content-type': type }) };
		const letter = { url, person, headers, body };
		const what = `POST ${url} ${typeof body === 'string' ? body.slice(0, 400) : JSON.stringify([...(body as FormData)]).slice(0, 400)}`;
		await this.changed();
		const before = this.picture;
		const answer = await this.send(letter);
		this.counts[answer.status] = (this.counts[answer.status] ?? 0) + 1;
		this.reached.add(`${target.route} ${target.name}`);
		this.look(person, answer, what);
		this.keep(person, answer.body, url.split('?')[0]!);
		const changes = await this.changed();
		this.judge(person, isRuledOut, changes, before, what);
		if (isRuledOut && answer.status > 0 && answer.status < 400 && !answer.location.startsWith('/sign-in'))
			this.faults.push(`${person} may not, yet was answered ${answer.status}: ${what}`);
		const isDone = answer.status === 303 && changes.some(({ table }) => table === 'audit_entry');
		if (isDone) this.passed.add(`${target.route} ${target.name}`);
		if (isDone && changes.some(({ table }) => table === 'form_key')) {
			await this.send(letter);
			const again = (await this.changed()).filter(({ table }) => !UNAUDITED.has(table));
			if (again.length) this.faults.push(`twice: ${again.map(({ table }) => table).join(', ')}: ${what}`);
		}
	}
}
