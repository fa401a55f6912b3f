import { ensureBuild } from './bundle.ts';

await ensureBuild();
