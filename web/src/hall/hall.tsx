/** The citizens' hall: which page stands at which address, and what is around every page. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { OfflineBar } from '../base/conditions.tsx';
import { useHallTime } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import { later } from '../base/later.tsx';
import { useAction } from '../base/load.ts';
import { navigate, route, usePlace } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { isElder, type SettingsAndSetter, SettingsContext, useSettings, useStoredSettings } from '../base/settings.ts';
import { SkipLink } from '../base/ui.tsx';
import { Display } from './display.tsx';
import { Guide } from './guide.tsx';
import { useHallWords } from './hall-words.ts';
import { Home } from './home.tsx';
import { Items } from './items.tsx';
import { signIn } from './session.ts';
import { NotFound, SignedIn, SignInPage } from './signed-in.tsx';

// What most visits do not need is fetched when somebody goes there.
const Agents = later(() => import('./agents/agents.tsx').then((page) => page.Agents));
const Apply = later(() => import('./apply.tsx').then((page) => page.Apply));
const Booking = later(() => import('./booking/booking.tsx').then((page) => page.Booking));
const CasePage = later(() => import('./case.tsx').then((page) => page.CasePage));
const Cases = later(() => import('./cases.tsx').then((page) => page.Cases));
const Correct = later(() => import('./correct.tsx').then((page) => page.Correct));
const Design = later(() => import('../design/design.tsx').then((page) => page.Design));
const Done = later(() => import('./done.tsx').then((page) => page.Done));
const Me = later(() => import('./me.tsx').then((page) => page.Me));
const Notices = later(() => import('./notices.tsx').then((page) => page.Notices));
const OrderPage = later(() => import('./pay/order.tsx').then((page) => page.OrderPage));
const Orders = later(() => import('./pay/orders.tsx').then((page) => page.Orders));
const Together = later(() => import('./together/together.tsx').then((page) => page.Together));
const Verify = later(() => import('./verify.tsx').then((page) => page.Verify));
const Withdraw = later(() => import('./withdraw.tsx').then((page) => page.Withdraw));

export function Hall() {
  useHallTime();
  return <HallAs settings={useStoredSettings()} />;
}

/** The hall as someone with these settings sees it: in the browser, and on the server that draws the first page. */
export function HallAs({ settings }: { readonly settings: SettingsAndSetter }) {
  const { path } = usePlace();
  return (
    <SettingsContext value={settings}>
      <SkipLink />
      <OfflineBar />
      <Masthead />
      <main id="main" class="page" tabIndex={-1}>
        <NoScript />
        {pageAt(path) ?? <NotFound />}
      </main>
      <Footer />
    </SettingsContext>
  );
}

/** A page is drawn anew for another case or item: its key is what it is about. */
export function pageAt(path: string): ComponentChildren {
  // Booking knows its own addresses.
  if (path === '/booking' || path.startsWith('/booking/')) return <Booking />;
  if (path === '/together' || path.startsWith('/together/')) return <Together />;
  return route<ComponentChildren>(path, [
    ['/', () => <Home />],
    ['/items', () => <Items />],
    ['/items/:code', ({ code = '' }) => <Guide key={code} code={code} />],
    [
      '/apply/:id/form/:section',
      ({ id = '', section = '' }) => <Apply key={id} id={id} step={{ kind: 'section', name: section }} />,
    ],
    ['/apply/:id/materials', ({ id = '' }) => <Apply key={id} id={id} step={{ kind: 'materials' }} />],
    ['/apply/:id/check', ({ id = '' }) => <Apply key={id} id={id} step={{ kind: 'check' }} />],
    ['/apply/:id', ({ id = '' }) => <Apply key={id} id={id} step={{ kind: 'first' }} />],
    ['/cases', () => <Cases />],
    ['/cases/:id', ({ id = '' }) => <CasePage key={id} id={id} />],
    ['/cases/:id/submitted', ({ id = '' }) => <Done key={id} id={id} />],
    ['/cases/:id/correct', ({ id = '' }) => <Correct key={id} id={id} />],
    ['/cases/:id/withdraw', ({ id = '' }) => <Withdraw key={id} id={id} />],
    ['/orders', () => <Orders />],
    ['/orders/:no', ({ no = '' }) => <OrderPage key={no} orderNo={no} />],
    ['/verify', () => <Verify key="" number={undefined} />],
    ['/verify/:number', ({ number = '' }) => <Verify key={number} number={number} />],
    ['/me', () => <Me />],
    ['/me/agents', () => <Agents />],
    ['/notices', () => <Notices />],
    ['/display', () => <Display />],
    ['/design', () => <Design />],
    ['/sign-in', () => <SignInPage />],
    ['/signed-in', () => <SignedIn />],
  ]);
}

function NoScript() {
  const words = useHallWords();
  return (
    <noscript>
      <p class="notice amber no-print">{words('no-script')}</p>
    </noscript>
  );
}

function Masthead() {
  const words = useHallWords();
  const { path } = usePlace();
  const current = (start: string) => (path.startsWith(start) ? 'page' : undefined);
  return (
    <header class="masthead no-print">
      <div class="masthead-in">
        <a class="brand" href="/">
          <span class="seal" aria-hidden="true" lang="zh-CN">
            办事
          </span>
          <span>{words('site-short')}</span>
        </a>
        <Switches />
        <nav aria-label={words('nav-label')}>
          <a class="nav-link to-home" href="/" aria-current={path === '/' ? 'page' : undefined}>
            {words('nav-home')}
          </a>
          <a class="nav-link" href="/cases" aria-current={current('/cases') ?? current('/orders')}>
            {words('nav-cases')}
          </a>
          <a class="nav-link" href="/booking" aria-current={current('/booking')}>
            {words('nav-booking')}
          </a>
          <a class="nav-link wide-only" href="/verify" aria-current={current('/verify')}>
            {words('nav-verify')}
          </a>
          <Who />
        </nav>
      </div>
    </header>
  );
}

/** Two buttons of one form, so that they also work where no script runs: the server then sets the cookie and sends back. */
function Switches() {
  const t = useWords();
  const words = useHallWords();
  const { language, size, set } = useSettings();
  const { path, query } = usePlace();
  const otherSize = isElder({ size }) ? 'normal' : 'large';
  const otherLanguage = language === 'zh' ? 'en' : 'zh';
  return (
    <form class="switches" action="/display" onSubmit={(event) => event.preventDefault()}>
      <input type="hidden" name="back" value={query.size === 0 ? path : `${path}?${query}`} />
      <button type="submit" class="link-button" name="size" value={otherSize} onClick={() => set({ size: otherSize })}>
        {words(isElder({ size }) ? 'elder-off' : 'elder-on')}
      </button>
      <button
        type="submit"
        class="link-button"
        name="language"
        value={otherLanguage}
        lang={otherLanguage === 'en' ? 'en' : 'zh-CN'}
        onClick={() => set({ language: otherLanguage })}
      >
        {t('language-switch')}
      </button>
    </form>
  );
}

function Who() {
  const t = useWords();
  const person = signIn.usePerson();
  const { path, query } = usePlace();
  const to = query.size === 0 ? path : `${path}?${query}`;
  const begin = useAction(() => signIn.start(to));
  // What went wrong has no room up here: the page that tries again says it.
  useEffect(() => {
    if (begin.problem !== undefined) navigate(`/sign-in?to=${encodeURIComponent(to)}`);
  }, [begin.problem]);
  if (person === undefined) {
    return (
      <form
        action="/sign-in"
        class="who needs-script"
        onSubmit={(event) => {
          event.preventDefault();
          void begin.run();
        }}
      >
        <input type="hidden" name="to" value={to} />
        <button type="submit" class="link-button" aria-disabled={begin.busy}>
          {t(begin.busy ? 'signing-in' : 'sign-in')}
        </button>
      </form>
    );
  }
  return (
    <span class="who">
      <a class="who-name" href="/me">
        <Icon name="person" /> <Said>{person.name}</Said>
      </a>
      <button type="button" class="link-button" onClick={() => void signIn.signOut()}>
        {t('sign-out')}
      </button>
    </span>
  );
}

function Footer() {
  const t = useWords();
  const words = useHallWords();
  return (
    <footer class="footer no-print">
      <div class="footer-in">
        <p>{t('demo')}</p>
        <p class="row">
          <a href="tel:12345">{words('hotline')}</a>
          <a href="/items">{words('all-items')}</a>
          <a href="/verify">{words('nav-verify')}</a>
          <a href="/display">{words('display')}</a>
          <a href="/design">{words('to-design')}</a>
          <a href="/desk">{words('to-desk')}</a>
        </p>
      </div>
    </footer>
  );
}
