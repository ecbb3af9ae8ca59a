/* Tells the page around the frame how high this one is; it is no secret, so anyone may hear it. */
const content = document.querySelector("main");
const tell = () => {
  const height = Math.ceil(content.getBoundingClientRect().bottom + window.scrollY) + 24;
  window.parent.postMessage({ forumappHeight: height }, "*");
};
if (window.parent !== window) {
  new ResizeObserver(tell).observe(content);
  tell();
}
