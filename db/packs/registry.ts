import { bahrain } from './bahrain/pack.ts';
import { jordan } from './jordan/pack.ts';
import type { PackDefinition } from './pack.ts';

/** The countries this program comes with, by code. */
export const packs: Readonly<Record<string, PackDefinition>> = { bahrain, jordan };
