/** The issued documents of a case, drawn like the paper they stand for. */
import { call } from '../base/api.ts';
import type { CaseView } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { dateText } from '../base/format.ts';
import { Icon } from '../base/icon.tsx';
import { useAction } from '../base/load.ts';
import { openLink } from '../base/open-link.ts';
import { useSettings } from '../base/settings.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';
import { PaperSign } from './paper-sign.tsx';

export function Documents({ view }: { readonly view: CaseView }) {
  const words = useHallWords();
  const decided = ['granted', 'denied', 'delivered'].includes(view.state);
  const waiting = decided && !view.documents.some(({ kind }) => kind.startsWith('decision-'));
  if (!decided && view.documents.length === 0) return null;
  return (
    <section aria-labelledby="documents" class="stack tight">
      <h2 id="documents">{words('case-documents')}</h2>
      {waiting && (
        <p class="card" role="status">
          {words('case-document-waiting')}
        </p>
      )}
      {view.documents.toReversed().map((document, at) => (
        <Paper key={document.number} view={view} document={document} newest={at === 0} />
      ))}
    </section>
  );
}

interface PaperProps {
  readonly view: CaseView;
  readonly document: CaseView['documents'][number];
  /** It is the one people come for; earlier ones are opened by a quieter button. */
  readonly newest: boolean;
}

function Paper({ view, document, newest }: PaperProps) {
  const t = useWords();
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const opening = useAction(async () => {
    const path = { caseId: view.caseId, documentNumber: document.number };
    await openLink(async () => (await call('GET /v1/cases/{caseId}/documents/{documentNumber}', { path })).url);
  });
  return (
    <div class="paper">
      <p class="paper-title">{t(`document-${document.kind}`)}</p>
      <p>{say(view.itemName)}</p>
      <p class="paper-number number">{document.number}</p>
      <PaperSign agency={view.agencyName} date={dateText(document.issuedAt, language, new Date(0))} />
      <p class="row no-print">
        <ActionButton {...(newest ? {} : { kind: 'second' })} busy={opening.busy} onClick={() => void opening.run()}>
          <Icon name="file" /> {words('document-open')}
        </ActionButton>
        <a href={`/verify/${document.number}`}>{words('document-verify')}</a>
      </p>
      {opening.problem !== undefined && <ProblemNotice problem={opening.problem} />}
    </div>
  );
}
