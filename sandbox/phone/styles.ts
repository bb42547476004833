/** The look of the network's pages: one sheet, no outside assets. */
export const styles = `
* { box-sizing: border-box; margin: 0; }
body {
  font: 16px/1.45 -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', system-ui, sans-serif;
  color: #14181f; background: #e6edf8;
}
main {
  display: grid; gap: 1.5rem; max-width: 61rem; margin: 0 auto; padding: 1.5rem .75rem 3rem;
  grid-template-columns: minmax(0, 1fr);
}
h1 { font-size: 1.75rem; line-height: 1.15; letter-spacing: -.02em; margin-bottom: .35rem; }
h2 { font-size: 1.1rem; }
a { color: #0a4fae; }
label { font-size: .875rem; color: #3a4250; }
input, select, button { font: inherit; color: inherit; }
input, select { width: 100%; border: 1px solid #7d8797; border-radius: .6rem; padding: .5rem .65rem; background: #fff; }
::placeholder { color: #5b6473; opacity: 1; }
button {
  border: 0; border-radius: 1.25rem; padding: .55rem 1.1rem; font-weight: 600; cursor: pointer;
  background: #0b5fd0; color: #fff;
}
button.quiet { background: #14181f; }
:focus-visible { outline: 3px solid #f2b705; outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.problem { margin-top: .75rem; padding: .6rem .8rem; border-radius: .6rem; background: #fde7e4; color: #8a1c10; }
.picker { display: grid; gap: .75rem; margin-top: 1rem; justify-items: start; }
.picker label { display: grid; gap: .25rem; width: 100%; }

.handset {
  display: flex; flex-direction: column; width: 100%; max-width: 24rem; height: 40rem; margin: 0 auto;
  background: #fff; border: .6rem solid #14181f; border-radius: 2.4rem; overflow: hidden;
  box-shadow: 0 1.5rem 3rem rgb(20 24 31 / .28);
}
.top { padding: .9rem 1rem .6rem; text-align: center; background: #f4f6f9; }
.top p { font-size: .8rem; color: #4b5463; }
.recipient {
  display: flex; gap: .5rem; align-items: center; padding: 0 1rem .6rem;
  background: #f4f6f9; border-bottom: 1px solid #d5dae2;
}
.recipient input { width: 7rem; padding: .2rem .5rem; font-weight: 600; }
.recipient a { margin-left: .4rem; font-size: .875rem; }
/* Turned twice, so that the newest message is in view without a script. */
.screen { flex: 1; min-height: 0; display: flex; flex-direction: column-reverse; overflow-y: auto; padding: 1rem .8rem; }
#thread { display: flex; flex-direction: column; gap: .6rem; margin-bottom: auto; }
.empty { margin: 2rem 1rem; text-align: center; color: #4b5463; font-size: .9rem; }
.bubble { max-width: 82%; }
.bubble p { width: fit-content; padding: .5rem .8rem; border-radius: 1.15rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble time { display: block; margin: .15rem .4rem 0; font-size: .72rem; color: #4b5463; }
.bubble.in { align-self: flex-start; }
.bubble.in p { background: #e8ebf0; border-bottom-left-radius: .3rem; }
.bubble.out { align-self: flex-end; }
.bubble.out p { margin-left: auto; background: #0b5fd0; color: #fff; border-bottom-right-radius: .3rem; }
.bubble.out time { text-align: right; }
.compose { display: flex; gap: .5rem; padding: .7rem .8rem; background: #f4f6f9; border-top: 1px solid #d5dae2; }
.compose input { border-radius: 1.25rem; min-width: 0; }
.again { padding: 0 .8rem .8rem; text-align: center; background: #f4f6f9; font-size: .9rem; }

.charges { padding: 1.1rem; background: #fff; border-radius: 1rem; box-shadow: 0 .4rem 1.2rem rgb(20 24 31 / .1); }
table { width: 100%; margin: .6rem 0; border-collapse: collapse; font-size: .93rem; }
th, td { padding: .45rem .3rem; text-align: left; vertical-align: top; border-bottom: 1px solid #e1e5eb; }
thead th { font-size: .8rem; color: #4b5463; }
th:last-child, td:last-child:not([colspan]) { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tfoot th, tfoot td { border: 0; font-weight: 700; }

.limits { margin: 1rem 0 .6rem; }
summary { cursor: pointer; color: #0a4fae; text-decoration: underline; }
.settings { display: grid; gap: .75rem; margin-top: .75rem; justify-items: start; }
.settings label { display: grid; gap: .25rem; width: 100%; }
.card { padding: 1.1rem; background: #fff; border-radius: 1rem; box-shadow: 0 .4rem 1.2rem rgb(20 24 31 / .1); }
.card p { margin: .4rem 0; }
.card dd { margin: .1rem 0 .6rem; }
code { font-size: .9em; overflow-wrap: anywhere; }

.home { max-width: 42rem; }
.doors { display: grid; gap: 1rem; padding: 0; list-style: none; }
.doors li { padding: 1.1rem; background: #fff; border-radius: 1rem; box-shadow: 0 .4rem 1.2rem rgb(20 24 31 / .1); }

.letter { padding: 1.1rem; background: #fff; border-radius: 1rem; }
.letter pre { margin-top: .8rem; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }

@media (min-width: 54rem) {
  main:not(.home) { grid-template: auto 1fr / 1fr 25rem; align-items: start; }
  .handset { grid-column: 2; grid-row: 1 / 3; }
}
`;
