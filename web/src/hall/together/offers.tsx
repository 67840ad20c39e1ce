/** Packages anyone may choose: all of them, and one with its items. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { PackageOffer } from '../../base/api-answers.ts';
import { Empty, Shown } from '../../base/conditions.tsx';
import { useAction, useLoad } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { ActionButton, BackLink, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';
import { signIn } from '../session.ts';
import { NotFound, SignInButton } from '../signed-in.tsx';
import { useTogetherWords } from './together-words.ts';

const useOffers = () => useLoad('packages', () => call('GET /v1/packages', {}));

export function Offers() {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const loaded = useOffers();
  return (
    <div class="narrow stack">
      <BackLink href="/">{hall('nav-home')}</BackLink>
      <Title site={hall('site')}>{words('title')}</Title>
      <p class="lead">{words('lead')}</p>
      <section class="card">
        <Shown of={loaded} isEmpty={({ items }) => items.length === 0} empty={<Empty title={words('none')} />}>
          {({ items }) => (
            <ul class="plain rows">
              {items.map((offer) => (
                <li key={offer.code}>
                  <a class="row-link" href={`/together/${offer.code}`}>
                    <span class="row-name">{say(offer.name)}</span>
                    <span class="row-facts">
                      <span>{words('n-items', { n: offer.items.length })}</span>
                      <span>{say(offer.summary)}</span>
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Shown>
      </section>
    </div>
  );
}

export function Offer({ code }: { readonly code: string }) {
  const loaded = useOffers();
  return (
    <Shown of={loaded}>
      {({ items }) => {
        const offer = items.find((each) => each.code === code);
        return offer === undefined ? <NotFound /> : <OneOffer offer={offer} />;
      }}
    </Shown>
  );
}

function OneOffer({ offer }: { readonly offer: PackageOffer }) {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const person = signIn.usePerson();
  const [left, setLeft] = useState<readonly string[]>([]);
  const starting = useAction(async (key, wanted: readonly string[]) => {
    const body = { packageCode: offer.code, items: wanted };
    const made = await call('POST /v1/me/packages', { body, idempotencyKey: key });
    navigate(`/together/mine/${made.packageId}`);
    scrollTo(0, 0);
  });
  const wanted = offer.items.filter(({ required, item }) => !required && !left.includes(item.code));
  const toggle = (item: string) =>
    setLeft(left.includes(item) ? left.filter((each) => each !== item) : [...left, item]);
  const start = () => void starting.run(wanted.map(({ item }) => item.code));
  return (
    <div class="narrow stack">
      <BackLink href="/together">{words('title')}</BackLink>
      <Title site={hall('site')}>{say(offer.name)}</Title>
      <p class="lead">{say(offer.summary)}</p>
      <section class="card stack tight" aria-labelledby="items">
        <h2 id="items">{words('items')}</h2>
        <ul class="plain stack tight">
          {offer.items.map(({ item, required }) => (
            <li key={item.code} class="stack tight">
              <label class="option">
                <input
                  type="checkbox"
                  checked={required || !left.includes(item.code)}
                  aria-disabled={required}
                  onClick={(event) => required && event.preventDefault()}
                  onChange={() => !required && toggle(item.code)}
                />
                <span>
                  {say(item.name)} <span class="tag">{words(required ? 'required' : 'optional')}</span>
                </span>
              </label>
              <p class="row-facts">
                <span>{say(item.agency.name)}</span>
                <span>
                  {item.handling === 'instant' ? hall('instant') : hall('days-promised', { n: item.limits.promised })}
                </span>
                <span>{hall(item.hasFee ? 'has-fee' : 'no-fee')}</span>
                <a href={`/items/${item.code}`}>
                  {words('guide')}
                  <span class="hidden"> {say(item.name)}</span>
                </a>
              </p>
            </li>
          ))}
        </ul>
      </section>
      {starting.problem !== undefined && <ProblemNotice problem={starting.problem} />}
      {person === undefined ? (
        <SignInButton>{words('start')}</SignInButton>
      ) : !offer.applicants.includes(person.kind) ? (
        <p class="notice amber">{words('wrong-kind')}</p>
      ) : (
        <p>
          <ActionButton busy={starting.busy} onClick={start}>
            {words('start')}
          </ActionButton>
        </p>
      )}
    </div>
  );
}
