/** Files on their way up, as this device keeps them, sealed, until the hall has them: a lost network or a closed page loses none. */
import { myVault } from '../base/my-vault.ts';

export interface KeptFile {
  /** The idempotency key of its announcement: the same file again is the same file. */
  readonly key: string;
  readonly code: string;
  readonly fileName: string;
  readonly mediaType: string;
}

const texts = ['key', 'code', 'fileName', 'mediaType'] as const;

function isKeptFile(value: unknown): value is KeptFile {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return texts.every((name) => typeof fields.get(name) === 'string');
}

const aboutName = (caseId: string, key: string) => `file/${caseId}/${key}`;
const bytesName = (caseId: string, key: string) => `bytes/${caseId}/${key}`;

/** @returns whether the device has it: without a vault it has not. @throws when the disk is full */
export async function keepFile(caseId: string, about: KeptFile, file: Blob): Promise<boolean> {
  const vault = await myVault();
  await vault?.putBytes(bytesName(caseId, about.key), await file.arrayBuffer());
  await vault?.put(aboutName(caseId, about.key), about);
  return vault !== undefined;
}

export async function dropFile(caseId: string, key: string): Promise<void> {
  const vault = await myVault();
  await vault?.drop(aboutName(caseId, key));
  await vault?.drop(bytesName(caseId, key));
}

/** Those of a case that did not arrive yet. */
export async function keptFiles(caseId: string): Promise<{ about: KeptFile; file: File }[]> {
  const vault = await myVault();
  if (vault === undefined) return [];
  const found: { about: KeptFile; file: File }[] = [];
  for (const name of await vault.names(aboutName(caseId, ''))) {
    const about = await vault.get(name);
    if (!isKeptFile(about)) continue;
    const bytes = await vault.getBytes(bytesName(caseId, about.key));
    if (bytes !== undefined) found.push({ about, file: new File([bytes], about.fileName, { type: about.mediaType }) });
  }
  return found;
}
