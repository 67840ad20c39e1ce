/**
 * Writing to each other in a video visit, from the waiting room on: for who hears badly, for a name of a medicine, for when there is no
 * sound. What is typed stays in its field until the hall has it; a line that was sent twice by the network is one line.
 */
import { useRef } from 'preact/hooks';
import type { MessageView } from '../base/booking-answers.ts';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import { Said } from '../base/said.tsx';
import { Scrolling } from '../base/scrolling.tsx';
import { useSettings } from '../base/settings.ts';
import { ActionButton } from '../base/ui.tsx';
import { isText, useKept } from '../form/use-kept.ts';
import { useBookingWords } from './booking-words.ts';
import { LiveNotice } from './live-notice.tsx';
import { Refusal } from './refusal.tsx';
import { useLive } from './use-live.ts';

interface ChatProps {
  /** The appointment. */
  readonly id: string;
  readonly mine: MessageView['from'];
  readonly fetch: () => Promise<{ readonly items: readonly MessageView[] }>;
  /** Undefined once the visit is over: then it is only read. */
  readonly send?: (key: string, text: string) => Promise<unknown>;
}

const longest = 1000;

export function Chat({ id, mine, fetch, send }: ChatProps) {
  const words = useBookingWords();
  const live = useLive(`chat ${id}`, fetch, send === undefined ? undefined : 5);
  const lines = live.data?.items ?? [];
  if (send === undefined && lines.length === 0) return null;
  return (
    <section class="card stack tight" aria-labelledby="chat">
      <h2 id="chat">{words('chat-title')}</h2>
      <LiveNotice live={live} />
      {live.data !== undefined && lines.length === 0 && <p class="muted">{words('chat-none')}</p>}
      {lines.length > 0 && (
        <Scrolling class="chat" labelledBy="chat" grows>
          {lines.map((line) => (
            <Line key={line.messageId} line={line} mine={mine} />
          ))}
        </Scrolling>
      )}
      {send !== undefined && <Entry key={id} of={`${mine} ${id}`} send={send} sent={live.reload} />}
    </section>
  );
}

function Line({ line, mine }: { readonly line: MessageView; readonly mine: MessageView['from'] }) {
  const words = useBookingWords();
  const { language } = useSettings();
  const own = line.from === mine;
  return (
    <p class={own ? 'chat-line own' : 'chat-line'}>
      <span class="small muted">
        {own ? words('call-you') : words(`role-${line.from}`)}{' '}
        <span class="number">{timeText(line.at, language, hallNow())}</span>
      </span>
      <br />
      <Said>{line.text}</Said>
    </p>
  );
}

interface EntryProps {
  /** Whose words, in which visit. */
  readonly of: string;
  readonly send: (key: string, text: string) => Promise<unknown>;
  readonly sent: () => Promise<void>;
}

function Entry({ of, send, sent }: EntryProps) {
  const words = useBookingWords();
  const [text, keep, forget] = useKept(`banshi.chat.${of}`, '', isText);
  const latest = useRef(text);
  latest.current = text;
  const sending = useAction(async (key, line: string) => {
    await send(key, line);
    // What was typed on while it was under way stays.
    if (latest.current.trim() === line) {
      keep('');
      forget();
    }
    await sent();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const line = text.trim();
    if (line !== '') void sending.run(line);
  };
  return (
    <form class="stack tight" onSubmit={submit}>
      <div class="field">
        <label for="chat-text">{words('chat-write')}</label>
        <textarea
          id="chat-text"
          rows={2}
          maxLength={longest}
          value={text}
          onInput={(event) => keep(event.currentTarget.value)}
        />
      </div>
      <Refusal problem={sending.problem} />
      <p>
        <ActionButton type="submit" kind="second" busy={sending.busy}>
          {words('chat-send')}
        </ActionButton>
      </p>
    </form>
  );
}
