/** An item as text: checked by the hall as one types, with each fault at its line, what would change, and how it would look. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { isBlank } from '../../../../shared/base/blank.ts';
import { call } from '../../base/api.ts';
import { Shown } from '../../base/conditions.tsx';
import type { Fault, ItemAnswers } from '../../base/desk-answers.ts';
import { useAction, useLoad } from '../../base/load.ts';
import type { SignedIn } from '../../base/person.ts';
import { navigate } from '../../base/router.ts';
import { ActionButton, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';
import { myId } from '../me.ts';
import { Changes } from './changes.tsx';
import { Preview } from './preview.tsx';

interface EditorProps {
  readonly code: string;
  readonly agency: string | undefined;
  readonly person: SignedIn;
}

export function Editor({ code, agency, person }: EditorProps) {
  const item = useLoad(code, () =>
    call('GET /v1/agency/items/{itemCode}', { path: { itemCode: code }, query: { agency } }),
  );
  const words = useDeskWords();
  return (
    <Shown of={item} page={words('site')}>
      {(data) => <Text key={data.itemCode} item={data} person={person} />}
    </Shown>
  );
}

type Checked = ItemAnswers['POST /v1/agency/items/check'];

interface TextProps {
  readonly item: ItemAnswers['GET /v1/agency/items/{itemCode}'];
  readonly person: SignedIn;
}

function Text({ item, person }: TextProps) {
  const words = useDeskWords();
  const say = useSay();
  const keep = `banshi.desk.item.${myId()}.${item.itemCode}`;
  const [source, setSource] = useState(() => sessionStorage.getItem(keep) ?? item.source);
  const [checked, setChecked] = useState<{ of: string; answer: Checked } | undefined>(undefined);
  const [note, setNote] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const mayPropose = person.roles.some((role) => ['officer', 'approver', 'supervisor'].includes(role));
  const checking = useAction(async (_key, text: string) => {
    const answer = await call('POST /v1/agency/items/check', { body: { source: text } });
    setChecked({ of: text, answer });
  });
  // What is proposed is what tells one press from another: a text that was changed after a failed press goes under a key of its own.
  const proposing = useAction(async (key, body: { readonly source: string; readonly note?: string }) => {
    const { proposalId } = await call('POST /v1/agency/items/proposals', { body, idempotencyKey: key });
    sessionStorage.removeItem(keep);
    navigate(`/desk/items/proposals/${proposalId}`);
  });
  useEffect(() => {
    if (source === item.source) sessionStorage.removeItem(keep);
    else sessionStorage.setItem(keep, source);
  }, [source, item.source, keep]);
  const current = checked?.of === source ? checked.answer : undefined;
  const jump = ({ line }: Fault) => {
    const lines = source.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    box.current?.focus();
    box.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    if (box.current !== null) box.current.scrollTop = (line - 4) * (box.current.scrollHeight / lines.length);
  };
  return (
    <>
      <Title site={words('site')}>{say(item.name)}</Title>
      <div class="editor-columns">
        <section class="card stack tight">
          <div class="field">
            <label for="item-source">{words('editor-source')}</label>
            <p class="hint" id="item-source-hint">
              {words('editor-hint', { n: item.next })}
            </p>
            <textarea
              id="item-source"
              class="source"
              rows={28}
              spellcheck={false}
              readOnly={!mayPropose}
              aria-describedby="item-source-hint"
              ref={box}
              value={source}
              onInput={(event) => setSource(event.currentTarget.value)}
            />
          </div>
          {mayPropose && (
            <p>
              <ActionButton busy={checking.busy} onClick={() => void checking.run(source)}>
                {words(checking.busy ? 'editor-checking' : 'editor-check')}
              </ActionButton>
            </p>
          )}
          {checking.problem !== undefined && <ProblemNotice problem={checking.problem} />}
          {current !== undefined && <Faults faults={current.faults} jump={jump} />}
        </section>
        <div class="stack">
          {current?.changes !== undefined && <Changes changes={current.changes} />}
          {current?.item !== undefined && current.faults.length === 0 && (current.changes?.length ?? 0) > 0 && (
            <section class="card stack tight">
              <div class="field">
                <label for="item-note">{words('editor-note')}</label>
                <textarea
                  id="item-note"
                  rows={2}
                  maxLength={1000}
                  value={note}
                  onInput={(event) => setNote(event.currentTarget.value)}
                />
              </div>
              {proposing.problem !== undefined && <ProblemNotice problem={proposing.problem} />}
              <p>
                <ActionButton
                  busy={proposing.busy}
                  onClick={() => void proposing.run({ source, ...(isBlank(note) ? {} : { note: note.trim() }) })}
                >
                  {words('editor-propose')}
                </ActionButton>
              </p>
            </section>
          )}
          {current?.item !== undefined && <Preview item={current.item} />}
        </div>
      </div>
    </>
  );
}

function Faults({ faults, jump }: { readonly faults: readonly Fault[]; readonly jump: (fault: Fault) => void }) {
  const words = useDeskWords();
  const say = useSay();
  if (faults.length === 0) {
    return (
      <p class="notice ok" role="status">
        {words('editor-fine')}
      </p>
    );
  }
  return (
    <div class="notice problem stack tight" role="alert">
      <p>{words('editor-faults', { n: faults.length })}</p>
      <ul class="plain stack tight">
        {faults.map((fault) => (
          <li key={`${fault.line} ${fault.path} ${fault.reason.zh}`}>
            {fault.part === undefined ? (
              <button type="button" class="link-button number" onClick={() => jump(fault)}>
                {words('editor-line', { n: fault.line })}
              </button>
            ) : (
              <span class="muted">{fault.part}</span>
            )}{' '}
            <span class="small muted break">{fault.path}</span> {say(fault.reason)}
          </li>
        ))}
      </ul>
    </div>
  );
}
