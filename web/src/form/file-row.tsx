/** One file that the hall has: its name, size, and whether it may be used. */
import type { ComponentChildren } from 'preact';
import type { MaterialView } from '../base/api-answers.ts';
import { type BaseKey, baseRows } from '../base/base-rows.ts';
import { useWords } from '../base/base-words.ts';
import { bytesText } from '../base/format.ts';
import { Said } from '../base/said.tsx';
import { Preview } from './preview.tsx';

const tones: Readonly<Record<MaterialView['state'], string>> = {
  expected: 'tag amber',
  uploaded: 'tag info',
  clean: 'tag ok',
  refused: 'tag overdue',
  removed: 'tag',
};

interface FileRowProps {
  readonly material: MaterialView;
  /** The picture as it was chosen in this window. */
  readonly preview?: File | undefined;
  /** What can be done with it. */
  readonly children?: ComponentChildren;
}

export function FileRow({ material, preview, children }: FileRowProps) {
  const t = useWords();
  return (
    <li class="file">
      <span class="break">
        <Said>{material.fileName}</Said> <span class="muted small number">{bytesText(material.bytes)}</span>
      </span>
      <span class="row">
        <span class={tones[material.state]}>{t(`material-${material.state}`)}</span>
        {children}
      </span>
      <Preview file={preview} />
      {material.state === 'refused' && <span class="error">{t(refusalKey(material.refusal))}</span>}
    </li>
  );
}

function refusalKey(refusal: string | undefined): BaseKey {
  const key = `refusal-${refusal}`;
  return isKey(key) ? key : 'refusal-unreadable';
}

function isKey(key: string): key is BaseKey {
  return Object.hasOwn(baseRows, key);
}
