/** What the form asked and what was given, and the papers. While corrections are being asked for, each line can be ticked. */

import { isVisible, visibleMaterials, visibleSections } from '../../../shared/catalogue/answers.ts';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';
import type { DeskCaseView, MaterialView } from '../base/api-answers.ts';
import { Said } from '../base/said.tsx';
import { useSay } from '../base/words.ts';
import { answerText } from '../form/answer-text.ts';
import { FileRow } from '../form/file-row.tsx';
import { useSayer } from '../form/use-sayer.ts';
import { useDeskWords } from './desk-words.ts';
import { type Part, type Request, toggled, withReason } from './request-correction.ts';

interface GivenProps {
  readonly view: DeskCaseView;
  /** Present while corrections are being asked for. */
  readonly request: Request | undefined;
  readonly setRequest: (request: Request) => void;
  /** Opens a file beside the answers. */
  readonly look: (materialId: string) => void;
}

export function Given({ view, request, setRequest, look }: GivenProps) {
  const words = useDeskWords();
  const say = useSay();
  const sayer = useSayer();
  return (
    <div class="stack">
      <section class="card" aria-labelledby="given">
        <h2 id="given">{words('case-given')}</h2>
        {visibleSections(view.item.form, view.answers).map(({ section, fields }) => (
          <div key={section.name} class="given-section">
            <h3>{say(section.title)}</h3>
            <dl class="facts">
              {fields.map((field) => (
                <div key={field.name}>
                  <dt>{say(field.label)}</dt>
                  <dd>
                    {answerText(field, view.answers[field.name], sayer)}
                    {request !== undefined && (
                      <Ask
                        part="fields"
                        name={field.name}
                        label={say(field.label)}
                        request={request}
                        setRequest={setRequest}
                      />
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </section>
      <Papers view={view} request={request} setRequest={setRequest} look={look} />
    </div>
  );
}

function Papers({ view, request, setRequest, look }: GivenProps) {
  const words = useDeskWords();
  const asked = visibleMaterials(view.item, view.answers);
  // Masked answers may hide a condition; what was given is shown in any case.
  const alsoGiven = view.item.materials.filter(
    (each) => !asked.includes(each) && view.materials.some(({ code }) => code === each.code),
  );
  const all = [...asked, ...alsoGiven];
  if (all.length === 0) return null;
  return (
    <section class="card stack tight" aria-labelledby="papers">
      <h2 id="papers">{words('case-materials')}</h2>
      {all.map((requirement) => (
        <Paper
          key={requirement.code}
          requirement={requirement}
          view={view}
          request={request}
          setRequest={setRequest}
          look={look}
        />
      ))}
    </section>
  );
}

function Paper({
  requirement,
  view,
  request,
  setRequest,
  look,
}: GivenProps & { readonly requirement: MaterialRequirement }) {
  const words = useDeskWords();
  const say = useSay();
  const files = view.materials.filter(({ code }) => code === requirement.code);
  const needed = requirement.required && isVisible(requirement.when, view.answers);
  return (
    <div class="given-paper stack tight">
      <p class="muted">{say(requirement.name)}</p>
      {files.length === 0 && <p class={needed ? 'error' : 'muted'}>{words('case-no-file')}</p>}
      <ul class="plain files">
        {files.map((file) => (
          <FileRow key={file.materialId} material={file}>
            <OpenFile file={file} look={look} />
          </FileRow>
        ))}
      </ul>
      {request !== undefined && (
        <Ask
          part="materials"
          name={requirement.code}
          label={say(requirement.name)}
          request={request}
          setRequest={setRequest}
        />
      )}
    </div>
  );
}

/** Shows the file beside the answers. */
function OpenFile({ file, look }: { readonly file: MaterialView; readonly look: (id: string) => void }) {
  const words = useDeskWords();
  return (
    <button type="button" class="link-button" onClick={() => look(file.materialId)}>
      {words('case-look')}
      <span class="hidden">
        {' '}
        <Said>{file.fileName}</Said>
      </span>
    </button>
  );
}

interface AskProps {
  readonly part: Part;
  readonly name: string;
  readonly label: string;
  readonly request: Request;
  readonly setRequest: (request: Request) => void;
}

/** A tick on one line of the case, and why. */
function Ask({ part, name, label, request, setRequest }: AskProps) {
  const words = useDeskWords();
  const reason = request[part][name];
  const id = `why-${part}-${name}`;
  return (
    <div class="ask">
      <label class="ask-tick">
        <input
          type="checkbox"
          checked={reason !== undefined}
          onChange={() => setRequest(toggled(request, part, name))}
        />
        {words('correction-tick')}
        <span class="hidden"> {label}</span>
      </label>
      {reason !== undefined && (
        <div class="field">
          <label for={id} class="small">
            {words('correction-reason', { label })}
          </label>
          <textarea
            id={id}
            rows={2}
            maxLength={500}
            required
            value={reason}
            onInput={(event) => setRequest(withReason(request, part, name, event.currentTarget.value))}
          />
        </div>
      )}
    </div>
  );
}
