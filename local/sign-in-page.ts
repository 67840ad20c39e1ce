/** The page on which a demo person is chosen: no password, no script, one press. */
import { type DemoPerson, demoGroups, type PeopleGroup, roleNames } from './demo-people.ts';

/**
 * @param action where the choice is sent
 * @param desk whether the agency's desk asked: then its people come first
 */
export function signInPage(action: string, desk: boolean): string {
  const groups = desk ? [...demoGroups.slice(1), ...demoGroups.slice(0, 1)] : demoGroups;
  return page(
    '选择身份 · Sign in',
    `<h1>选择演示身份</h1><p class="lead" lang="en">Choose who you are</p>
     <p class="note">这里是本机演示，没有密码，人物均为虚构。<span lang="en">A demo on this machine: no passwords, nobody here is real.</span></p>
     ${groups.map((group) => section(group, action)).join('')}`,
  );
}

/** Leaves at once where scripts run, and with one press where they do not. */
export function signOutPage(form: string): string {
  const withButton = form.replace(
    '</form>',
    '<input type="hidden" name="logout" value="yes"><button>退出登录 · Sign out</button></form>',
  );
  return page('退出登录 · Sign out', `<h1>正在退出…</h1>${withButton}<script>document.forms[0].submit()</script>`);
}

export function problemPage(problem: string): string {
  return page(
    '登录出错 · Sign-in problem',
    `<h1>登录没有完成</h1><p class="lead" lang="en">Signing in did not work</p><p>${escaped(problem)}</p><p><a href="/">返回首页 · Home</a></p>`,
  );
}

function section({ name, nameEn, people }: PeopleGroup, action: string): string {
  return `<section><h2>${escaped(name)} <span lang="en">${escaped(nameEn)}</span></h2>
    <form method="post" action="${escaped(action)}">${people.map(button).join('')}</form></section>`;
}

function button({ id, name, nameEn, roles, kind }: DemoPerson): string {
  const role = kind === 'legal' ? '企业' : roles.map((one) => `${roleNames[one].zh} ${roleNames[one].en}`).join('、');
  return `<button name="person" value="${escaped(id)}"><strong>${escaped(name)}</strong><em lang="en">${escaped(nameEn)}</em><small>${escaped(role)}</small></button>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${styles}</style></head><body><main>${body}</main></body></html>`;
}

const styles = `
:root{color-scheme:light dark;--ground:#F6F5F2;--card:#FFFFFF;--ink:#1D2129;--muted:#5A6270;--line:#DAD7D0;--action:#0B57A4;--pressed:#083F78}
@media(prefers-color-scheme:dark){:root{--ground:#15171B;--card:#1F2228;--ink:#ECEAE5;--muted:#A6ADB8;--line:#3A3E46;--action:#7FB4EC;--pressed:#A9CDF5}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
main{max-width:720px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:24px;line-height:1.3;margin:0}
.lead{margin:4px 0 0;color:var(--muted)}
.note{margin:12px 0 0;color:var(--muted);font-size:15px}
.note span{display:block}
section{margin-top:28px}
h2{font-size:17px;margin:0 0 8px}
h2 span{color:var(--muted);font-weight:400;font-size:15px;margin-left:8px}
form{display:grid;gap:8px}
@media(min-width:560px){section form{grid-template-columns:1fr 1fr}}
button{display:flex;align-items:baseline;flex-wrap:wrap;gap:0 8px;min-height:52px;padding:10px 14px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--ink);font:inherit;text-align:left;cursor:pointer}
button strong{color:var(--action)}
button em{font-style:normal;color:var(--muted);font-size:15px}
button small{margin-left:auto;color:var(--muted);font-size:15px}
button:hover{border-color:var(--action)}
button:active{border-color:var(--pressed)}
button:focus-visible,a:focus-visible{outline:3px solid var(--action);outline-offset:2px}
a{color:var(--action)}
`;
