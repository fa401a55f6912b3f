// Runs before the npm scripts, on whatever Node started npm (20 or newer), with nothing installed yet:
// plain JavaScript, no packages. Installs what the lock file says, makes sure the project's own Node runs,
// and generates what the type checker and the tests read.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const quiet = process.argv.includes('--quiet');
const at = (...parts) => join(root, ...parts);
const bin = at('node_modules', '.bin');

/** Runs a command in the project with its own tools first; ends this process with the command's code when it fails. */
function run(command, args, { silent = false, cwd = root } = {}) {
	const env = { ...process.env, DO_NOT_TRACK: '1', PATH: `${bin}${delimiter}${process.env.PATH}` };
	const done = spawnSync(command, args, { cwd, env, stdio: silent ? 'pipe' : 'inherit', encoding: 'utf8' });
	if (done.status === 0) return done.stdout;
	if (silent) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
	console.error(`"${command} ${args.join(' ')}" failed${done.error ? `: ${done.error.message}` : ''}.`);
	process.exit(done.status ?? 1);
}

function hashOf(files) {
	const hash = createHash('sha256');
	for (const file of files) hash.update(file).update(readFileSync(at(file)));
	return hash.digest('hex');
}

function stamped(stamp, hash) {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

function install() {
	const stamp = at('node_modules', '.sharaka-install');
	const hash = hashOf(['package-lock.json']);
	if (stamped(stamp, hash)) return;
	if (!quiet) console.log('Installing the packages of package-lock.json …');
	// Not `npm ci`: it refuses a lock file without the entries of other platforms' optional packages, and a
	// registry that does not carry all of those cannot write them. `--no-save` installs exactly what is locked.
	run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { silent: quiet });
	writeFileSync(stamp, hash);
}

/** The registry's `node` package brings Node 24; where install scripts are off, it is unpacked by asking again. */
function ownNode() {
	const major = () => {
		const found = spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' });
		return found.status === 0 ? Number(/^v(\d+)/.exec(found.stdout)?.[1]) : 0;
	};
	if (major() >= 24) return;
	run('npm', ['rebuild', 'node', '--ignore-scripts=false'], { silent: quiet });
	if (major() >= 24) return;
	run(process.execPath, ['installArchSpecificPackage.js'], {
		silent: quiet,
		cwd: at('node_modules', 'node'),
	});
	if (major() >= 24) return;
	console.error('Node 24 could not be installed from the registry package "node"; install Node 24 yourself.');
	process.exit(1);
}

function messageFiles() {
	const folder = join('src', 'lib', 'i18n', 'messages');
	const areas = readdirSync(at(folder)).sort();
	const files = areas.flatMap((area) =>
		readdirSync(at(folder, area)).map((name) => join(folder, area, name)),
	);
	return [join('src', 'lib', 'i18n', 'project.inlang', 'settings.json'), ...files.sort()];
}

/** Compiled messages and Kit's types, remade when the messages changed or they are missing. */
function generate() {
	const compiled = at('src', 'lib', 'paraglide');
	const stamp = at('.svelte-kit', '.sharaka-messages');
	const hash = hashOf(messageFiles());
	const isWhole = existsSync(join(compiled, 'messages.js')) && existsSync(at('.svelte-kit', 'tsconfig.json'));
	if (isWhole && stamped(stamp, hash)) return;
	run(join(bin, 'node'), [at('src', 'server', 'messages.ts')], { silent: true });
	run(join(bin, 'svelte-kit'), ['sync'], { silent: true });
	mkdirSync(at('.svelte-kit'), { recursive: true });
	writeFileSync(stamp, hash);
}

install();
ownNode();
generate();
