// Tells of mail that has come since the list was made. Without it the page works just as well.
const news = document.getElementById("news");
const empty = document.querySelector(".empty") !== null && !new URLSearchParams(location.search).get("q");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch("/mailbox/arrivals?after=" + news.dataset.newest);
    const { count } = await answer.json();
    if (count === 0) return;
    if (empty) {
      location.reload();
      return;
    }
    const text = count === 1 ? "1 new message" : count + " new messages";
    if (news.textContent === text) return;
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = text;
    news.replaceChildren(link);
  } catch {
    // Baton is not running at the moment; the next look may find it.
  }
}

setInterval(look, 2000);
document.addEventListener("visibilitychange", look);
