/** The compiled directory that travels beside a function: read once, at the first call that needs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Directory, directoryData, openDirectory } from './directory.ts';

/** @param folder with `directory.json` */
export const readDirectoryFile = (folder: string): Directory =>
  openDirectory(directoryData.parse(JSON.parse(readFileSync(join(folder, 'directory.json'), 'utf8'))));
