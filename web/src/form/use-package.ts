/** A package's one form while it is filled in: saved as it is typed, for all its items at once. */
import type { Answers } from '../../../shared/catalogue/item.ts';
import { call, lastCall } from '../base/api.ts';
import type { PackageView } from '../base/api-answers.ts';
import { hallNow } from '../base/hall-time.ts';
import { myVault } from '../base/my-vault.ts';
import { tabMemory } from '../base/tab-memory.ts';
import { faulty, judge } from './draft-of.ts';
import { DraftSaver, type Unsaved } from './draft-saver.ts';
import { type DraftState, useSaver } from './use-draft.ts';

export interface OpenedPackage {
  readonly view: PackageView;
  /** What an earlier visit typed and could not save. */
  readonly unsaved: Unsaved;
}

const nameOf = (packageId: string) => `package/${packageId}`;
const tabOf = (packageId: string) => `banshi.unsaved.package.${packageId}`;

/** The hall's, with what this device has beside it. @throws ApiProblem */
export async function openedPackage(packageId: string): Promise<OpenedPackage> {
  const view = await call('GET /v1/me/packages/{packageId}', { path: { packageId } });
  const text = tabMemory.get(tabOf(packageId));
  const inTab: unknown = text === null ? undefined : JSON.parse(text);
  const kept = inTab ?? (await (await myVault())?.get(nameOf(packageId)).catch(() => undefined));
  // An agency may have taken a question away while its answer waited: the hall would refuse it for ever.
  const asked = new Set((view.form?.sections ?? []).flatMap(({ fields }) => fields).map(({ name }) => name));
  const still = Object.entries(isUnsaved(kept) ? kept : {}).filter(([name]) => asked.has(name));
  return { view, unsaved: Object.fromEntries(still) };
}

const isUnsaved = (kept: unknown): kept is Unsaved => typeof kept === 'object' && kept !== null && !Array.isArray(kept);

export function usePackage(opened: OpenedPackage): DraftState {
  const { packageId } = opened.view;
  return useSaver(
    opened,
    packageId,
    (redraw) => saverOf(opened, redraw),
    ({ answers, version }) =>
      lastCall('PUT /v1/me/packages/{packageId}', { path: { packageId }, body: { answers }, ifMatch: version }),
  );
}

function saverOf({ view, unsaved }: OpenedPackage, onChange: () => void): DraftSaver {
  const { packageId } = view;
  const path = { packageId };
  const remember = async (left: Unsaved): Promise<boolean> => {
    const none = Object.keys(left).length === 0;
    // At once in this tab's storage, which a reload finds; and sealed on the device, which a closed window does not lose.
    if (none) tabMemory.remove(tabOf(packageId));
    else tabMemory.set(tabOf(packageId), JSON.stringify(left));
    const vault = await myVault();
    await (none ? vault?.drop(nameOf(packageId)) : vault?.put(nameOf(packageId), left));
    return none || vault !== undefined;
  };
  const deps = {
    draft: { answers: view.answers ?? {}, version: view.version },
    put: ({ answers, version }: { answers: Answers; version: number }) =>
      call('PUT /v1/me/packages/{packageId}', { path, body: { answers }, ifMatch: version }),
    get: async () => {
      const { answers = {}, version } = await call('GET /v1/me/packages/{packageId}', { path });
      return { answers, version };
    },
    judge,
    faulty,
    onChange,
    remember,
    now: hallNow,
  };
  return new DraftSaver(deps, unsaved);
}
