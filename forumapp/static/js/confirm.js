/* A destructive form's button wakes when the phrase is typed. The server checks it again. */
export function start(forms) {
  for (const form of forms) {
    const field = form.querySelector("[name=confirm]");
    const button = form.querySelector("[type=submit]");
    const check = () => {
      button.disabled = field.value.trim() !== form.dataset.confirm;
    };
    field.addEventListener("input", check);
    check();
  }
}
