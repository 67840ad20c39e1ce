/** The page on which a person pays at a simulated provider: in its colours, so that it is clear whose house one is in. */
import * as z from 'zod';
import { hows, payAs } from './pay.ts';
import { type Trade, yuan } from './trades.ts';
import { type Answer, isProvider, type Request, type World } from './world.ts';

const looks = {
  'wechat-pay': { name: '微信支付', nameEn: 'WeChat Pay', colour: '#06874a' },
  alipay: { name: '支付宝', nameEn: 'Alipay', colour: '#0b5cd5' },
  unionpay: { name: '银联', nameEn: 'UnionPay', colour: '#00605c' },
} as const;

const buttons = [
  ['pay', '确认付款', 'Pay', ''],
  ['fail', '付款失败', 'Fail', '余额不足，没有扣款 · nothing is charged'],
  ['twice', '付两次', 'Pay twice', '同一单付了两笔 · the same order is charged twice'],
  ['late', '过期后付款', 'Pay late', '缴费单关闭以后才到账 · the money comes after the order has closed'],
  ['quiet', '付款，但通知丢失', 'Pay, notice lost', '大厅要自己来问 · the hall has to ask for itself'],
] as const;

const how = z.enum(hows);

export function paymentPage(world: World, { method, query, body }: Request): Answer {
  const provider = query.get('provider');
  const trade = isProvider(provider) ? world.trades.find(provider, query.get('order') ?? '') : undefined;
  if (trade === undefined) return { status: 404, headers: html, body: nothing };
  const back = placeToGo(trade, query.get('redirect_url'));
  if (method !== 'POST') return { status: 200, headers: html, body: page(trade, back, query.get('did')) };
  const did = how.safeParse(new URLSearchParams(body).get('how')).data;
  if (did !== undefined) payAs(world, trade, did);
  void world.notices.pump();
  const stays = back === undefined || did === 'fail' || did === undefined;
  const here = new URLSearchParams({ ...Object.fromEntries(query), ...(did === undefined ? {} : { did }) });
  if (!stays && trade.provider !== 'unionpay') return { status: 303, headers: { location: back } };
  return { status: 303, headers: { location: `/pay?${here}` } };
}

/** WeChat's H5 page goes where its address says, the others where the order does. Only into a hall on this machine. */
function placeToGo({ returnUrl }: Trade, asked: string | null): string | undefined {
  const given = asked ?? returnUrl;
  return /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//.test(given) ? given : undefined;
}

const html = { 'content-type': 'text/html; charset=utf-8' };
const nothing =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>没有这笔订单</title><h1>没有这笔订单 · No such order</h1></html>';

function page(trade: Trade, back: string | undefined, did: string | null): string {
  const { name, nameEn, colour } = looks[trade.provider];
  const open = trade.payments.length === 0;
  const said = told(trade, did);
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${name}（模拟）</title><style>${styles(colour)}</style></head>
<body><header><strong>${name}</strong> <span lang="en">${nameEn}</span></header><main>
<h1>向政务服务付款 <small lang="en">Pay a public service</small></h1>
<p class="sum">¥${yuan(trade.amount)}</p>
<dl><div><dt>商品</dt><dd>${escaped(trade.title)}</dd></div><div><dt>订单</dt><dd>${escaped(trade.orderNo)}</dd></div></dl>
${said === '' ? '' : `<p class="said" role="status">${said}</p>`}
${open || did === null ? form() : ''}${back === undefined ? waitHere(open) : goBack(trade, back, !open)}
</main><footer>模拟的支付机构，不会真的扣款 <span lang="en">· A simulated provider: no money moves.</span></footer></body></html>`;
}

function told({ payments, state }: Trade, did: string | null): string {
  if (payments.length > 1) return `已付款 ${payments.length} 笔 · paid ${payments.length} times`;
  if (payments.length === 1) return '付款成功 · Paid';
  if (did === 'fail') return '付款失败：余额不足，没有扣款 · Failed: nothing was charged';
  return state === 'closed' ? '订单已关闭 · The order is closed' : '';
}

const form = (): string => {
  const [first, ...rest] = buttons.map(
    ([value, zh, en, note], at) =>
      `<button name="how" value="${value}"${at === 0 ? ' class="main"' : ''}><span>${zh} <span lang="en">${en}</span></span>${note === '' ? '' : `<small>${note}</small>`}</button>`,
  );
  return `<form method="post">${first}<details><summary>试试别的结果 <span lang="en">Other outcomes</span></summary>${rest.join('')}</details></form>`;
};

const waitHere = (open: boolean): string =>
  open
    ? ''
    : '<p>可以关掉这个页面了，电脑上的页面会自己变。<br><span lang="en">You can close this page; the one on the computer changes by itself.</span></p>';

/** UnionPay sends the payer back with a posted form, by itself once it is paid. The other way back is a link. */
function goBack({ provider, orderNo }: Trade, back: string, paid: boolean): string {
  const words = '返回商户 <span lang="en">Back to the hall</span>';
  if (provider !== 'unionpay' || !paid) return `<p><a class="back" href="${escaped(back)}">${words}</a></p>`;
  const fields = { orderId: orderNo, respCode: '00', respMsg: 'success' };
  const inputs = Object.entries(fields).map(([key, value]) => `<input type="hidden" name="${key}" value="${value}">`);
  return `<form method="post" action="${escaped(back)}" id="back">${inputs.join('')}<button class="main">${words}</button></form>
<script>document.getElementById('back').submit()</script>`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const styles = (colour: string): string => `
*{box-sizing:border-box}body{margin:0;background:#f4f4f2;color:#1d2129;font:17px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
header{background:${colour};color:#fff;padding:16px 20px;font-size:1.15rem}main{max-width:28rem;margin:0 auto;background:#fff;padding:24px 20px;min-height:70vh}
@media(min-width:600px){main{margin:32px auto;border-radius:12px;min-height:0;box-shadow:0 4px 24px rgb(0 0 0/8%)}}
h1{font-size:1.1rem;font-weight:600;margin:0}h1 small,[lang=en]{color:#5a6270;font-weight:400}header [lang=en]{color:#fff}
.sum{font-size:2.6rem;font-weight:650;margin:4px 0 12px;font-variant-numeric:tabular-nums}dl{margin:0 0 20px;border-top:1px solid #dad7d0}dl div{display:flex;gap:16px;padding:10px 0;border-bottom:1px solid #dad7d0}
dt{color:#5a6270;flex:none}dd{margin:0;overflow-wrap:anywhere}.said{background:#f0eee9;border-left:4px solid ${colour};padding:12px 16px;margin:0 0 16px}
button,.back{display:grid;width:100%;text-align:left;font:inherit;min-height:52px;align-content:center;padding:10px 16px;margin:10px 0;border:1px solid #8b8f96;border-radius:8px;background:#fff;color:inherit;cursor:pointer;text-decoration:none}
button small{color:#5a6270}button.main{background:${colour};border-color:${colour};color:#fff;font-weight:600;text-align:center}button.main [lang=en]{color:#fff}.back{text-align:center;color:${colour}}
:focus-visible{outline:3px solid ${colour};outline-offset:2px}summary{cursor:pointer;padding:12px 0;color:${colour}}footer{max-width:28rem;margin:0 auto;padding:16px 20px;color:#5a6270;font-size:.85rem}`;
