"""The desk's pages for posts and Pages."""
