/** Can I, what do I need, how long, what does it cost, where: the five answers of a guide. */
import type { ComponentChildren } from 'preact';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';
import type { Item } from '../base/api-answers.ts';
import { bytesText, moneyText } from '../base/format.ts';
import { Icon, type IconName } from '../base/icon.tsx';
import { useSay } from '../base/words.ts';
import { typesText } from '../form/file-types.ts';
import { useHallWords } from './hall-words.ts';
import { SampleText } from './sample-text.tsx';

export function Answers({ item }: { readonly item: Item }) {
  return (
    <>
      <Can item={item} />
      <Need item={item} />
      <Long item={item} />
      <Cost item={item} />
      <Where item={item} />
    </>
  );
}

interface AnswerProps {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Answer({ id, icon, title, children }: AnswerProps) {
  return (
    <section class="card answer" aria-labelledby={id}>
      <h2 id={id}>
        <Icon name={icon} /> {title}
      </h2>
      <div class="stack tight">{children}</div>
    </section>
  );
}

function Can({ item }: { readonly item: Item }) {
  const words = useHallWords();
  const say = useSay();
  const who = item.applicants.length === 2 ? 'who-both' : item.applicants[0] === 'legal' ? 'who-legal' : 'who-natural';
  return (
    <Answer id="can" icon="person" title={words('guide-can')}>
      <p>
        <strong>{words(who)}</strong>
      </p>
      <ul>
        {item.conditions.map((condition) => (
          <li key={condition.zh}>{say(condition)}</li>
        ))}
      </ul>
    </Answer>
  );
}

function Need({ item }: { readonly item: Item }) {
  const words = useHallWords();
  return (
    <Answer id="need" icon="file" title={words('guide-need')}>
      <p>
        <strong>{words(item.materials.length === 0 ? 'need-nothing' : 'need-form')}</strong>
      </p>
      {item.materials.length > 0 && (
        <ul class="plain stack tight">
          {item.materials.map((material) => (
            <Paper key={material.code} material={material} />
          ))}
        </ul>
      )}
    </Answer>
  );
}

function Paper({ material }: { readonly material: MaterialRequirement }) {
  const words = useHallWords();
  const say = useSay();
  const need = material.required ? (material.when === undefined ? 'need-required' : 'need-maybe') : 'need-optional';
  return (
    <li class="paper-row">
      <p>
        {say(material.name)} <span class="tag">{words(need)}</span>
      </p>
      <p class="small muted">
        {words('need-source', { source: say(material.source) })}
        <br />
        {typesAndSize(material, words)}
      </p>
      <p class="small muted">{words('need-why', { why: say(material.why) })}</p>
      {material.notice !== undefined && <p class="small">{say(material.notice)}</p>}
      <SampleText sample={material.sample} />
    </li>
  );
}

function typesAndSize(material: MaterialRequirement, words: ReturnType<typeof useHallWords>): string {
  const values = { types: typesText(material.mediaTypes), size: bytesText(material.maxBytes), n: material.maxFiles };
  return words(material.maxFiles === 1 ? 'need-types' : 'need-types-many', values);
}

function Long({ item }: { readonly item: Item }) {
  const words = useHallWords();
  const { promised, statutory } = item.limits;
  return (
    <Answer id="long" icon="clock" title={words('guide-long')}>
      <p class="figure">
        {item.handling === 'instant' ? words('long-instant') : words('long-promised', { n: promised })}
      </p>
      <p class="muted">
        {words('long-law', { n: statutory })}
        {item.handling === 'promised' && (
          <>
            <br />
            {words('long-accept')}
          </>
        )}
      </p>
    </Answer>
  );
}

function Cost({ item }: { readonly item: Item }) {
  const words = useHallWords();
  const say = useSay();
  if (item.fees.length === 0) {
    return (
      <Answer id="cost" icon="yuan" title={words('guide-cost')}>
        <p class="figure">{words('cost-none')}</p>
      </Answer>
    );
  }
  return (
    <Answer id="cost" icon="yuan" title={words('guide-cost')}>
      {item.fees.map((fee) => (
        <div key={fee.name.zh}>
          <p>
            <span class="figure">{moneyText(fee.amount)}</span> {say(fee.name)}
          </p>
          <p class="small muted">
            {say(fee.standard)}
            <br />
            {words('cost-basis', { basis: say(fee.basis) })}
            {fee.exemption !== undefined && (
              <>
                <br />
                {words('cost-exemption', { exemption: say(fee.exemption) })}
              </>
            )}
          </p>
        </div>
      ))}
    </Answer>
  );
}

function Where({ item }: { readonly item: Item }) {
  const words = useHallWords();
  const say = useSay();
  return (
    <Answer id="where" icon="place" title={words('guide-where')}>
      <p>
        <strong>{item.visits === 0 ? words('where-online') : words('where-visits', { n: item.visits })}</strong>
      </p>
      <dl class="facts">
        <div>
          <dt>{words('where-place')}</dt>
          <dd>{say(item.place)}</dd>
        </div>
        <div>
          <dt>{words('where-hours')}</dt>
          <dd>{say(item.hours)}</dd>
        </div>
        <div>
          <dt>{words('where-enquiry')}</dt>
          <dd>
            <a href={`tel:${item.enquiryPhone}`}>{item.enquiryPhone}</a>
          </dd>
        </div>
        <div>
          <dt>{words('where-complaint')}</dt>
          <dd>
            <a href={`tel:${item.complaintPhone}`}>{item.complaintPhone}</a>
          </dd>
        </div>
      </dl>
    </Answer>
  );
}
