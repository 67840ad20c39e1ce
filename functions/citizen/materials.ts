/** Files: announce, upload, complete, see, remove. */
import type { Call, Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { type TransactItem, withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import { type CaseHead, type Material, material } from '../../shared/cases/case.ts';
import { everFiled } from '../../shared/cases/files.ts';
import { materialViewOf } from '../../shared/cases/present.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { citizenApi } from './api.ts';
import { standingIn } from './applicant.ts';

type Materials = Pick<Handlers<typeof citizenApi>, Extract<keyof typeof citizenApi, `${string}/materials${string}`>>;
type Announce = Call<(typeof citizenApi)['POST /v1/cases/{caseId}/materials']>;

export const materialHandlers = (deps: CaseDeps): Materials => ({
  'POST /v1/cases/{caseId}/materials': async (call) => {
    const { file, begun } = await announceOnce(deps, call);
    return { body: { material: materialViewOf(file), ...(await deps.files.uploadTicket(file, call.now, begun)) } };
  },

  'GET /v1/cases/{caseId}/materials/{materialId}': async ({ caller, params, now }) => {
    const { file } = await ownFile(deps, caller, params, now);
    const link = file.state === 'clean' ? await deps.files.materialLink(file, now) : {};
    return { body: { ...materialViewOf(file), ...link } };
  },

  'POST /v1/cases/{caseId}/materials/{materialId}/complete': async ({ caller, params, now }) =>
    withRetries(async () => {
      const { file, guards } = await ownFile(deps, caller, params, now);
      if (file.state !== 'expected') return { body: materialViewOf(file) };
      if ((await deps.files.arrived(file)).includes(false)) throw new Problem('material-not-uploaded');
      const uploaded: Material = { ...file, state: 'uploaded' };
      // Refused, it is looked at again: the file was moved on meanwhile, or its agent is one no longer.
      await deps.materials.moveUnder(guards, uploaded, 'expected');
      return { body: materialViewOf(uploaded) };
    }),

  'DELETE /v1/cases/{caseId}/materials/{materialId}': async ({ caller, params, now }) => {
    const { head, materials } = await deps.cases.get(params.caseId);
    const file = materials.find((one) => one.materialId === params.materialId);
    const { guards } = await standingIn(deps, caller, head, now);
    if (file === undefined) throw new Problem('not-found');
    // What was once filed is evidence, also after a correction has replaced it; and another case may hold the same bytes.
    if (!takesFiles(head) || everFiled(head).has(file.materialId)) throw new Problem('wrong-state');
    if (head.package !== undefined && (await isShared(deps, head.package.id, head, file)))
      throw new Problem('wrong-state');
    await withRetries(() => deps.materials.remove(file, guards), 1);
    return {};
  },
});

/**
 * Announces a file, or finds it announced before: by the same call, or by another with the very same bytes that never all arrived. So
 * whoever chooses the file again, days later or on another device, goes on where it broke off.
 */
async function announceOnce(
  deps: CaseDeps,
  { caller, params, body, idempotency, now }: Announce,
): Promise<{ file: Material; begun: boolean }> {
  return withRetries(async () => {
    const { head, materials, replay } = await deps.cases.loadWhole(params.caseId, idempotency);
    const { guards } = await standingIn(deps, caller, head, now);
    if (replay !== undefined) return { file: material.parse(replay), begun: true };
    const rememberOf = (file: Material) =>
      idempotency === undefined ? [] : [deps.cases.answerItem({ call: idempotency, answer: file }, now)];
    const broken = materials.find((file) => file.state === 'expected' && isSameFile(file, body));
    if (broken !== undefined) {
      await deps.materials.again(broken, [...rememberOf(broken), ...guards]);
      return { file: broken, begun: true };
    }
    checkAnnounced(pinnedItem(deps, head), head, materials, body);
    const file: Material = {
      ...body,
      materialId: deps.newId(),
      caseId: head.caseId,
      owner: head.applicant.id,
      state: 'expected',
      createdAt: now,
    };
    await deps.materials.add(file, [...rememberOf(file), ...guards]);
    return { file, begun: false };
  });
}

const isSameFile = (file: Material, { code, mediaType, bytes, sha256, parts = [] }: Announce['body']): boolean =>
  file.code === code &&
  file.mediaType === mediaType &&
  file.bytes === bytes &&
  file.sha256 === sha256 &&
  (file.parts ?? []).join() === parts.join();

/** May this case take this file? @throws Problem telling what stands against it */
function checkAnnounced(item: Item, head: CaseHead, files: readonly Material[], body: Announce['body']): void {
  if (!takesFiles(head)) throw new Problem('wrong-state');
  const wanted = item.materials.find(({ code }) => code === body.code);
  if (wanted === undefined)
    throw refused('code', '这个事项不要这项材料。', 'This item does not ask for this material.');
  if (!wanted.mediaTypes.includes(body.mediaType)) {
    throw refused('mediaType', '请换成事项要求的文件类型。', 'Use one of the file types the item takes.');
  }
  if (body.bytes > wanted.maxBytes) {
    const limit = Math.floor(wanted.maxBytes / 1_000_000);
    throw refused('bytes', `文件太大，不能超过 ${limit} MB。`, `The file is too large: at most ${limit} MB.`);
  }
  const filed = everFiled(head);
  const fresh = files.filter(
    ({ code, materialId, state }) => code === body.code && state !== 'refused' && !filed.has(materialId),
  );
  if (fresh.length >= wanted.maxFiles) throw new Problem('material-too-many');
}

const refused = (field: string, zh: string, en: string): Problem =>
  new Problem('invalid-fields', [{ field: `body.${field}`, code: 'not-taken', message: { zh, en } }]);

/** May another case of its package hold the same bytes: one that was filed with it, or before it? */
const isShared = async (
  { packageStore }: CaseDeps,
  packageId: string,
  { submittedAt }: CaseHead,
  { createdAt }: Material,
): Promise<boolean> =>
  submittedAt === undefined ? (await packageStore.get(packageId)).state === 'submitting' : createdAt <= submittedAt;

const takesFiles = ({ state }: CaseHead): boolean => state === 'draft' || state === 'correction-requested';

/** The owner's with one look; an agent's, once their case says so. */
async function ownFile(
  deps: CaseDeps,
  caller: Person,
  at: { caseId: string; materialId: string },
  now: Instant,
): Promise<{ file: Material; guards: readonly TransactItem[] }> {
  const file = await deps.materials.get(at.caseId, at.materialId);
  if (file.owner === caller.id) return { file, guards: [] };
  const { guards } = await standingIn(deps, caller, (await deps.cases.loadHead(at.caseId)).head, now);
  return { file, guards };
}
