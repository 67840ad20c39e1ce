/** `npm run arrows`: tells every import that goes against the arrows, and fails if there is one. */
import { resolve } from 'node:path';
import { faultsOf } from './faults.ts';
import { entriesOf, isFile, readGraph } from './graph.ts';

const root = resolve(process.argv[2] ?? '.');
const graph = readGraph(root);
const faults = faultsOf(graph, entriesOf(root, graph), (path) => isFile(root, path));
for (const fault of faults) console.error(fault);
console.log(`${graph.size} files, ${faults.length} against the arrows`);
process.exitCode = faults.length > 0 ? 1 : 0;
