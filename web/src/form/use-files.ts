/** The files of a draft or case as they are now: what is there, what is on its way, what is being checked. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import type { MaterialView } from '../base/api-answers.ts';
import { type ApiProblem, asProblem } from '../base/problem.ts';
import { type MediaType, mediaTypeOf } from './file-types.ts';
import { upload } from './upload.ts';

/** A file on its way up, or one that did not make it. */
export interface Sending {
  readonly key: string;
  readonly code: string;
  readonly fileName: string;
  /** 0 to 1. */
  readonly share: number;
  readonly problem?: ApiProblem;
}

export interface Files {
  readonly here: readonly MaterialView[];
  readonly sending: readonly Sending[];
  /** Faults of the last choice by material code, told before anything is sent. */
  readonly faults: ReadonlyMap<string, FileFault>;
  readonly add: (requirement: MaterialRequirement, files: readonly File[]) => void;
  readonly remove: (materialId: string) => Promise<void>;
  readonly dismiss: (key: string) => void;
}

export type FileFault = 'type' | 'size' | 'empty' | 'count';

/** Milliseconds between two looks at a file that is being checked. */
const patience = 1200;

export function useFiles(caseId: string, initial: readonly MaterialView[]): Files {
  const [here, setHere] = useState(initial);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [faults, setFaults] = useState<ReadonlyMap<string, FileFault>>(new Map());
  const change = (key: string, part: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const dismiss = (key: string) => setSending((all) => all.filter((each) => each.key !== key));
  useChecking(caseId, here, (material) =>
    setHere((all) => all.map((each) => (each.materialId === material.materialId ? material : each))),
  );

  const send = async (requirement: MaterialRequirement, file: File, mediaType: MediaType) => {
    const key = crypto.randomUUID();
    setSending((all) => [...all, { key, code: requirement.code, fileName: file.name, share: 0 }]);
    try {
      const onProgress = (share: number) => change(key, { share });
      const material = await upload({
        caseId,
        code: requirement.code,
        file,
        mediaType,
        idempotencyKey: key,
        onProgress,
      });
      setHere((all) => [...all, material]);
      dismiss(key);
    } catch (error) {
      change(key, { problem: asProblem(error) });
    }
  };
  return {
    here,
    sending,
    faults,
    dismiss,
    add(requirement, files) {
      const there = here.filter(({ code, state }) => code === requirement.code && state !== 'refused').length;
      const fault =
        files.map((file) => faultOf(requirement, file)).find((each) => each !== undefined) ??
        (there + files.length > requirement.maxFiles ? 'count' : undefined);
      setFaults(
        (all) =>
          new Map(
            fault === undefined
              ? [...all].filter(([code]) => code !== requirement.code)
              : [...all, [requirement.code, fault]],
          ),
      );
      if (fault !== undefined) return;
      for (const file of files) {
        const mediaType = mediaTypeOf(file.type);
        if (mediaType !== undefined) void send(requirement, file, mediaType);
      }
    },
    async remove(materialId) {
      await call('DELETE /v1/cases/{caseId}/materials/{materialId}', { path: { caseId, materialId } });
      setHere((all) => all.filter((each) => each.materialId !== materialId));
    },
  };
}

/** What can be seen of a file before it is sent. The hall looks at its content afterwards. */
export function faultOf(requirement: MaterialRequirement, file: Pick<File, 'type' | 'size'>): FileFault | undefined {
  if (!requirement.mediaTypes.some((type) => type === file.type)) return 'type';
  if (file.size === 0) return 'empty';
  return file.size > requirement.maxBytes ? 'size' : undefined;
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
