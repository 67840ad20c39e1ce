/** The files of a draft or case as they are now: what is there, what is on its way, what is being checked. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import type { MaterialView } from '../base/api-answers.ts';
import { onBack } from '../base/online.ts';
import { type ApiProblem, asProblem } from '../base/problem.ts';
import { type MediaType, mediaTypeOf } from './file-types.ts';
import { dropFile, keepFile, keptFiles } from './kept-files.ts';
import { prepared } from './picture.ts';
import { tried, upload } from './upload.ts';

/** A file on its way up, or one that did not make it. */
export interface Sending {
  readonly key: string;
  readonly code: string;
  readonly file: File;
  /** 0 to 1. */
  readonly share: number;
  readonly problem?: ApiProblem | undefined;
  /** Goes on by itself once there is a network: the device keeps it until then. */
  readonly waiting: boolean;
  /** Does the device have it? If not, the page must stay open until it has gone. */
  readonly kept: boolean;
}

export interface Files {
  readonly here: readonly MaterialView[];
  readonly sending: readonly Sending[];
  /** Faults of the last choice by material code, told before anything is sent. */
  readonly faults: ReadonlyMap<string, FileFault>;
  /** Pictures chosen here, by id of the material they became, to be shown beside their names. */
  readonly previews: ReadonlyMap<string, File>;
  readonly add: (requirement: MaterialRequirement, files: readonly File[]) => void;
  readonly remove: (materialId: string) => Promise<void>;
  readonly dismiss: (key: string) => void;
  readonly again: (key: string) => void;
}

export type FileFault = 'type' | 'size' | 'empty' | 'count';

/** Milliseconds between two looks at a file that is being checked. */
const patience = 1200;
/** Milliseconds between two tries of a file that waits for the network. */
const retryAfter = 10_000;

export function useFiles(caseId: string, initial: readonly MaterialView[]): Files {
  const [here, setHere] = useState(initial);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [faults, setFaults] = useState<ReadonlyMap<string, FileFault>>(new Map());
  const [previews, setPreviews] = useState<ReadonlyMap<string, File>>(new Map());
  // What the hall expects from this window, until it is there: somebody may think better of it half-way.
  const announced = useRef(new Map<string, { code: string; materialId: string }>());
  const change = (key: string, part: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const dismiss = (key: string) => {
    setSending((all) => all.filter((each) => each.key !== key));
    void dropFile(caseId, key).catch(() => undefined);
  };
  useChecking(caseId, here, (material) =>
    setHere((all) => all.map((each) => (each.materialId === material.materialId ? material : each))),
  );

  const send = async ({ key, code, file }: Pick<Sending, 'key' | 'code' | 'file'>, mediaType: MediaType) => {
    change(key, { problem: undefined, waiting: false, share: 0 });
    try {
      const onProgress = (share: number) => change(key, { share });
      const onAnnounced = (materialId: string) => announced.current.set(key, { code, materialId });
      const material = await upload({ caseId, code, file, mediaType, idempotencyKey: key, onAnnounced, onProgress });
      announced.current.delete(key);
      setHere((all) => [...all.filter((each) => each.materialId !== material.materialId), material]);
      setPreviews((all) => new Map([...all, [material.materialId, file]]));
      dismiss(key);
    } catch (error) {
      const problem = asProblem(error);
      change(key, { problem, waiting: ['offline', 'upload-failed', 'too-busy'].includes(problem.code) });
    }
  };
  const resend = (each: Sending) => {
    const mediaType = mediaTypeOf(each.file.type);
    if (mediaType !== undefined) void send(each, mediaType);
  };
  useKeptFiles(caseId, sending, setSending, resend);

  const start = async (requirement: MaterialRequirement, file: File, mediaType: MediaType) => {
    const about = { key: crypto.randomUUID(), code: requirement.code, fileName: file.name, mediaType };
    setSending((all) => [...all, { ...about, file, share: 0, waiting: false, kept: false }]);
    const kept = await keepFile(caseId, about, file).catch(() => false);
    change(about.key, { kept });
    await send({ ...about, file }, mediaType);
  };
  const isOnItsWay = (material: MaterialView) =>
    material.state === 'expected' && sending.some(({ code, file }) => code === material.code && isSame(material, file));
  const remove = async (materialId: string) => {
    await call('DELETE /v1/cases/{caseId}/materials/{materialId}', { path: { caseId, materialId } });
    setHere((all) => all.filter((each) => each.materialId !== materialId));
  };
  /** Takes back what was announced and will not come; what cannot be now is when another file is chosen. */
  const takeBack = async (keys: readonly string[]) => {
    for (const key of keys) {
      const one = announced.current.get(key);
      if (one === undefined) continue;
      const gone = await remove(one.materialId).then(
        () => true,
        (error: unknown) => asProblem(error).code === 'not-found',
      );
      if (gone) announced.current.delete(key);
    }
  };
  const giveUp = (key: string) => {
    dismiss(key);
    void takeBack([key]);
  };
  const add = async (requirement: MaterialRequirement, chosen: readonly File[]) => {
    const { code, maxBytes, mediaTypes, maxFiles } = requirement;
    const files = await Promise.all(chosen.map((file) => prepared(file, maxBytes, mediaTypes)));
    const mine = here.filter((each) => each.code === code);
    const there = mine.filter(({ state }) => state !== 'refused' && state !== 'expected').length;
    const fault =
      files.map((file) => faultOf(requirement, file)).find((each) => each !== undefined) ??
      (there + files.length > maxFiles ? 'count' : undefined);
    const others = [...faults].filter(([each]) => each !== code);
    setFaults(new Map(fault === undefined ? others : [...others, [code, fault]]));
    if (fault !== undefined) return;
    // One that broke off, and that nobody is sending, goes on when it is chosen again; another file takes its place.
    const broken = mine.filter(
      (each) => each.state === 'expected' && !isOnItsWay(each) && !files.some((file) => isSame(each, file)),
    );
    for (const { materialId } of broken) await remove(materialId).catch(() => undefined);
    const coming = new Set(sending.map(({ key }) => key));
    await takeBack(
      [...announced.current].flatMap(([key, one]) => (one.code === code && !coming.has(key) ? [key] : [])),
    );
    for (const file of files) {
      const mediaType = mediaTypeOf(file.type);
      if (mediaType !== undefined) void start(requirement, file, mediaType);
    }
  };
  return {
    here: here.some(isOnItsWay) ? here.filter((each) => !isOnItsWay(each)) : here,
    sending,
    faults,
    previews,
    dismiss: giveUp,
    add: (requirement, chosen) => void add(requirement, chosen),
    again: (key) => sending.filter((each) => each.key === key).forEach(resend),
    remove,
  };
}

const isSame = ({ fileName, bytes }: MaterialView, file: File): boolean =>
  fileName === file.name && bytes === file.size;

/** What can be seen of a file before it is sent. The hall looks at its content afterwards. */
export function faultOf(requirement: MaterialRequirement, file: Pick<File, 'type' | 'size'>): FileFault | undefined {
  if (!requirement.mediaTypes.some((type) => type === file.type)) return 'type';
  if (file.size === 0) return 'empty';
  return file.size > requirement.maxBytes ? 'size' : undefined;
}

/** Files that an earlier visit could not send are sent now; those that wait for the network, when it is back. */
function useKeptFiles(
  caseId: string,
  sending: readonly Sending[],
  setSending: (change: (all: readonly Sending[]) => readonly Sending[]) => void,
  resend: (each: Sending) => void,
): void {
  const latest = useRef({ sending, resend });
  latest.current = { sending, resend };
  useEffect(() => {
    const find = async () => {
      const found = (await keptFiles(caseId)).map(({ about, file }) => ({
        ...about,
        file,
        share: 0,
        waiting: true,
        kept: true,
      }));
      const known = new Set(latest.current.sending.map(({ key }) => key));
      const fresh = found.filter(({ key }) => !known.has(key));
      for (const { key } of fresh) tried.add(key);
      setSending((all) => [...all, ...fresh]);
      for (const each of fresh) latest.current.resend(each);
    };
    void find().catch(() => undefined);
    const back = () => {
      for (const each of latest.current.sending) if (each.waiting) latest.current.resend(each);
    };
    return onBack(back);
  }, [caseId]);
  const waiting = sending.some((each) => each.waiting);
  useEffect(() => {
    if (!waiting) return undefined;
    // Nobody may tell that the network is back: look from time to time.
    const timer = setInterval(() => {
      for (const each of latest.current.sending) if (each.waiting) latest.current.resend(each);
    }, retryAfter);
    return () => clearInterval(timer);
  }, [waiting]);
}

/** Looks again, until the check is over, at files that are being checked. */
function useChecking(caseId: string, here: readonly MaterialView[], update: (material: MaterialView) => void): void {
  const latest = useRef(update);
  latest.current = update;
  const waiting = here
    .filter(({ state }) => state === 'uploaded')
    .map(({ materialId }) => materialId)
    .join(' ');
  useEffect(() => {
    if (waiting === '') return undefined;
    const look = async () => {
      for (const materialId of waiting.split(' ')) {
        const material = await call('GET /v1/cases/{caseId}/materials/{materialId}', {
          path: { caseId, materialId },
        }).catch(() => undefined);
        if (material !== undefined && material.state !== 'uploaded') latest.current(material);
      }
    };
    const timer = setInterval(() => void look(), patience);
    return () => clearInterval(timer);
  }, [caseId, waiting]);
}
