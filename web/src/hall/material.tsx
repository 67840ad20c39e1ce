/** One material an item asks for: what it is and why, the files given, and the way to give one. */

import type { ComponentChildren, TargetedEvent } from 'preact';
import type { Bilingual } from '../../../shared/base/words.ts';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';
import type { MaterialView } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { bytesText } from '../base/format.ts';
import { Icon } from '../base/icon.tsx';
import { useAction } from '../base/load.ts';
import { Said } from '../base/said.tsx';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { FileRow } from '../form/file-row.tsx';
import { typesText } from '../form/file-types.ts';
import { Preview } from '../form/preview.tsx';
import type { Files, Sending } from '../form/use-files.ts';
import { useHallWords } from './hall-words.ts';
import { SampleText } from './sample-text.tsx';

interface MaterialProps {
  readonly requirement: MaterialRequirement;
  readonly files: Files;
  readonly error: Bilingual | undefined;
  /** Files of this material that may be shown and removed here. */
  readonly shown: readonly MaterialView[];
  readonly note?: string | undefined;
  /** What an officer marked on the files given before. */
  readonly marked?: ComponentChildren;
  /** What it is used for, where that is more than one thing. */
  readonly used?: string | undefined;
}

export function Material({ requirement, files, error, shown, note, marked, used }: MaterialProps) {
  const t = useWords();
  const words = useHallWords();
  const say = useSay();
  const id = `materials-${requirement.code}`;
  const fault = files.faults.get(requirement.code);
  const values = {
    types: typesText(requirement.mediaTypes),
    size: bytesText(requirement.maxBytes),
    n: requirement.maxFiles,
  };
  const sending = files.sending.filter(({ code }) => code === requirement.code);
  return (
    <section class={error === undefined ? 'card stack tight' : 'card stack tight bad'} aria-labelledby={`${id}-name`}>
      <h2 id={`${id}-name`}>
        {say(requirement.name)}
        {!requirement.required && <span class="hint"> ({t('optional')})</span>}
      </h2>
      {note !== undefined && (
        <p class="notice amber">
          <Said>{note}</Said>
        </p>
      )}
      {marked}
      <p class="hint">
        {words('need-why', { why: say(requirement.why) })}
        <br />
        {words(requirement.maxFiles === 1 ? 'need-types' : 'need-types-many', values)}
      </p>
      {used !== undefined && <p class="hint">{used}</p>}
      {requirement.notice !== undefined && <p class="hint">{say(requirement.notice)}</p>}
      <SampleText sample={requirement.sample} />
      {(error !== undefined || fault !== undefined) && (
        <p class="error" id={`${id}-error`} role={fault === undefined ? undefined : 'alert'}>
          <Icon name="alert" />{' '}
          {fault === undefined ? error !== undefined && say(error) : words(`file-fault-${fault}`, values)}
        </p>
      )}
      <ul class="plain files" aria-live="polite">
        {shown.map((material) => (
          <FileRow key={material.materialId} material={material} preview={files.previews.get(material.materialId)}>
            <Remove material={material} files={files} />
          </FileRow>
        ))}
        {sending.map((each) => (
          <SendingRow key={each.key} sending={each} files={files} />
        ))}
      </ul>
      {shown.filter(({ state }) => state !== 'refused' && state !== 'expected').length + sending.length <
        requirement.maxFiles && (
        <Choose id={id} requirement={requirement} files={files} again={shown.length + sending.length > 0} />
      )}
    </section>
  );
}

interface ChooseProps {
  readonly id: string;
  readonly requirement: MaterialRequirement;
  readonly files: Files;
  readonly again: boolean;
}

function Choose({ id, requirement, files, again }: ChooseProps) {
  const words = useHallWords();
  const say = useSay();
  const chosen = (event: TargetedEvent<HTMLInputElement>) => {
    files.add(requirement, [...(event.currentTarget.files ?? [])]);
    // So that the same file can be chosen again after it was removed.
    event.currentTarget.value = '';
  };
  return (
    <div class="row">
      <label class="upload">
        <input
          id={id}
          type="file"
          accept={requirement.mediaTypes.join(',')}
          multiple={requirement.maxFiles > 1}
          onChange={chosen}
        />
        <span class="button second">
          <Icon name="upload" /> {words(again ? 'file-choose-more' : 'file-choose')}
          <span class="hidden"> {say(requirement.name)}</span>
        </span>
      </label>
      {requirement.mediaTypes.includes('image/jpeg') && (
        <label class="upload">
          <input id={`${id}-camera`} type="file" accept="image/*" capture="environment" onChange={chosen} />
          <span class="button second">
            <Icon name="camera" /> {words('file-camera')}
            <span class="hidden"> {say(requirement.name)}</span>
          </span>
        </label>
      )}
    </div>
  );
}

function Remove({ material, files }: { readonly material: MaterialView; readonly files: Files }) {
  const t = useWords();
  const removing = useAction(async () => files.remove(material.materialId));
  return (
    <>
      <button type="button" class="link-button" aria-disabled={removing.busy} onClick={() => void removing.run()}>
        {t('remove')}
        <span class="hidden">
          {' '}
          <Said>{material.fileName}</Said>
        </span>
      </button>
      {removing.problem !== undefined && <ProblemNotice problem={removing.problem} />}
    </>
  );
}

function SendingRow({ sending, files }: { readonly sending: Sending; readonly files: Files }) {
  const t = useWords();
  const words = useHallWords();
  const percent = Math.round(sending.share * 100);
  return (
    <li class="file">
      <span class="break">
        <Said>{sending.file.name}</Said>
      </span>
      {sending.problem === undefined ? (
        <span class="small muted">{words('file-sending', { n: percent })}</span>
      ) : (
        <span class="row">
          <ActionButton kind="second" onClick={() => files.again(sending.key)}>
            {t('retry')}
            <span class="hidden">
              {' '}
              <Said>{sending.file.name}</Said>
            </span>
          </ActionButton>
          <ActionButton kind="second" onClick={() => files.dismiss(sending.key)}>
            {t('remove')}
            <span class="hidden">
              {' '}
              <Said>{sending.file.name}</Said>
            </span>
          </ActionButton>
        </span>
      )}
      {sending.problem === undefined ? (
        <progress class="progress-line" max={100} value={percent} aria-label={sending.file.name} />
      ) : (
        <ProblemNotice problem={sending.problem} />
      )}
      {sending.waiting && <p class="small">{words(sending.kept ? 'file-waiting' : 'file-not-kept')}</p>}
      <Preview file={sending.file} />
    </li>
  );
}
