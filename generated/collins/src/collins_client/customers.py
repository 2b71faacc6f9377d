"""Operations on customers.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ._runtime import (
    OMIT,
    Answer,
    AsyncPager,
    AsyncResource,
    Omit,
    Operation,
    Options,
    Pager,
    Paging,
    Parameter,
    Resource,
)
from .models import (
    Booking,
    CompanyAddress,
    Customer,
    CustomerAnswer,
    CustomerList,
    ErrorText,
    MarketingPreference,
    MessageText,
    NewCompanyAddress,
    Timestamp,
)
from .params import BookingParams, CompanyAddressParams, MarketingPreferenceParams, NewCompanyAddressParams

__all__ = ["AsyncCustomers", "Customers"]

LIST: Operation[CustomerList] = Operation(
    "customers.list",
    "GET",
    "/customers",
    answers=(
        Answer("200", "application/json", CustomerList),
        Answer("401", "application/json", ErrorText),
        Answer("403"),
        Answer("404", "application/json", MessageText),
        Answer("422"),
        Answer("429", "application/json", MessageText),
    ),
    parameters=(
        Parameter("associated_venues", "query", explode=False),
        Parameter("booking_date", "query"),
        Parameter("booking_date_from", "query"),
        Parameter("booking_date_to", "query"),
        Parameter("created_date", "query"),
        Parameter("created_date_from", "query"),
        Parameter("created_date_to", "query"),
        Parameter("dob_month", "query", explode=False),
        Parameter("email", "query", explode=False),
        Parameter("full_name", "query"),
        Parameter("labels", "query", explode=False),
        Parameter("last_updated", "query"),
        Parameter("last_updated_from", "query"),
        Parameter("last_updated_to", "query"),
        Parameter("opted_in", "query", explode=False),
        Parameter("opted_in_date", "query"),
        Parameter("opted_in_date_from", "query"),
        Parameter("opted_in_date_to", "query"),
        Parameter("opted_out", "query", explode=False),
        Parameter("opted_out_date", "query"),
        Parameter("opted_out_date_from", "query"),
        Parameter("opted_out_date_to", "query"),
        Parameter("query", "query"),
        Parameter("limit", "query", default=30),
        Parameter("sort", "query", explode=False),
        Parameter("page", "query", default="1"),
    ),
    idempotent=True,
    security=(("BearerAuth",),),
    paging=Paging(
        page="page",
        size="limit",
        default_size=30,
        items=("customers",),
        total_pages_header="X-Pagination-Total-Pages",
        total_items_header="X-Pagination-Total-Results",
    ),
)

CREATE: Operation[Customer] = Operation(
    "customers.create",
    "POST",
    "/customers",
    answers=(
        Answer("201", "application/json", CustomerAnswer),
        Answer("401", "application/json", ErrorText),
        Answer("403"),
        Answer("404", "application/json", MessageText),
        Answer("422"),
        Answer("429", "application/json", MessageText),
    ),
    body="application/json",
    security=(("BearerAuth",),),
    result=("customer",),
)

GET: Operation[Customer] = Operation(
    "customers.get",
    "GET",
    "/customers/{customerId}",
    answers=(
        Answer("200", "application/json", CustomerAnswer),
        Answer("401", "application/json", ErrorText),
        Answer("403"),
        Answer("404", "application/json", MessageText),
        Answer("429", "application/json", MessageText),
    ),
    parameters=(Parameter("customerId", "path", style="simple", explode=False, required=True),),
    idempotent=True,
    security=(("BearerAuth",),),
    result=("customer",),
)

UPDATE: Operation[Customer] = Operation(
    "customers.update",
    "PUT",
    "/customers/{customerId}",
    answers=(
        Answer("200", "application/json", CustomerAnswer),
        Answer("401", "application/json", ErrorText),
        Answer("403"),
        Answer("404", "application/json", MessageText),
        Answer("422"),
        Answer("429", "application/json", MessageText),
    ),
    parameters=(Parameter("customerId", "path", style="simple", explode=False, required=True),),
    body="application/json",
    idempotent=True,
    security=(("BearerAuth",),),
    result=("customer",),
)

DELETE: Operation[None] = Operation(
    "customers.delete",
    "DELETE",
    "/customers/{customerId}",
    answers=(
        Answer("204"),
        Answer("401", "application/json", ErrorText),
        Answer("403"),
        Answer("404", "application/json", MessageText),
        Answer("429", "application/json", MessageText),
    ),
    parameters=(Parameter("customerId", "path", style="simple", explode=False, required=True),),
    idempotent=True,
    security=(("BearerAuth",),),
)


class Customers(Resource):
    """Operations on customers."""

    def list(
        self,
        *,
        associated_venues: Sequence[str] | Omit = OMIT,
        booking_date: date | Omit = OMIT,
        booking_date_from: date | Omit = OMIT,
        booking_date_to: date | Omit = OMIT,
        created_date: date | Omit = OMIT,
        created_date_from: date | Omit = OMIT,
        created_date_to: date | Omit = OMIT,
        dob_month: int | Sequence[int] | Omit = OMIT,
        email: Sequence[str] | Omit = OMIT,
        full_name: str | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        last_updated: date | Omit = OMIT,
        last_updated_from: date | Omit = OMIT,
        last_updated_to: date | Omit = OMIT,
        opted_in: Sequence[str] | Omit = OMIT,
        opted_in_date: date | Omit = OMIT,
        opted_in_date_from: date | Omit = OMIT,
        opted_in_date_to: date | Omit = OMIT,
        opted_out: Sequence[str] | Omit = OMIT,
        opted_out_date: date | Omit = OMIT,
        opted_out_date_from: date | Omit = OMIT,
        opted_out_date_to: date | Omit = OMIT,
        query: str | Omit = OMIT,
        limit: int | Omit = OMIT,
        sort: Sequence[str] | Omit = OMIT,
        page: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[Customer]:
        """Get customers.

        Answers with one page of the customers that the token may view. Of a filter that takes several values,
        one has to fit; without a filter, every customer is listed.

        ``GET /customers``

        Args:
            associated_venues: Only customers of any of these venues, each given by its id.
            booking_date: Only customers with a booking on this date.
            booking_date_from: Only customers with a booking on this date or after it.
            booking_date_to: Only customers with a booking on this date or before it.
            created_date: Only customers whose record was made on this date.
            created_date_from: Only customers whose record was made on this date or after it.
            created_date_to: Only customers whose record was made on this date or before it.
            dob_month: Only customers born in this month, or in any of several; 1 is January.
            email: Only customers with any of these email addresses.
            full_name: Only customers of this full name.
            labels: Only customers who carry any of these labels.
            last_updated: Only customers whose record last changed on this date.
            last_updated_from: Only customers whose record last changed on this date or after it.
            last_updated_to: Only customers whose record last changed on this date or before it.
            opted_in: Only customers who agreed to any of these marketing preferences, each given by its id.
            opted_in_date: Only customers who agreed on this date; goes together with `opted_in`, never alone.
            opted_in_date_from: Only customers who agreed on this date or after it; goes together with
                `opted_in`, never alone.
            opted_in_date_to: Only customers who agreed on this date or before it; goes together with
                `opted_in`, never alone.
            opted_out: Only customers who refused any of these marketing preferences, each given by its id.
            opted_out_date: Only customers who refused on this date; goes together with `opted_out`, never
                alone.
            opted_out_date_from: Only customers who refused on this date or after it; goes together with
                `opted_out`, never alone.
            opted_out_date_to: Only customers who refused on this date or before it; goes together with
                `opted_out`, never alone.
            query: Only customers whose full name, email address, company or phone number resembles this text.
            limit: How many customers a page holds at most.
            sort: Fields to order by, the first one first; a `-` before a name turns its order round. When it
                is left out, what fits `query` best comes first; when that is left out as well, the customers are
                ordered by `created_date`. Which fields can be named is not documented.
            page: Number of the page, counted from 1. It is documented as text, although it is a number. The
                walk over the pages begins here.
            max_items: End after this many items; None: all of them.
            options: Choices for this call alone.

        Returns:
            The items, page after page as they are asked for; ``pages()`` gives the pages.

        Raises:
            Unauthorized: No valid token came with the request (401).
            Forbidden: The token does not allow this; no body is documented (403).
            NotFound: There is no such resource (404).
            Invalid: The query did not pass validation; no body is documented (422).
            RateLimited: The token has used up its requests of this hour (429).
        """
        return self._pages(
            LIST,
            query={
                "associated_venues": associated_venues,
                "booking_date": booking_date,
                "booking_date_from": booking_date_from,
                "booking_date_to": booking_date_to,
                "created_date": created_date,
                "created_date_from": created_date_from,
                "created_date_to": created_date_to,
                "dob_month": dob_month,
                "email": email,
                "full_name": full_name,
                "labels": labels,
                "last_updated": last_updated,
                "last_updated_from": last_updated_from,
                "last_updated_to": last_updated_to,
                "opted_in": opted_in,
                "opted_in_date": opted_in_date,
                "opted_in_date_from": opted_in_date_from,
                "opted_in_date_to": opted_in_date_to,
                "opted_out": opted_out,
                "opted_out_date": opted_out_date,
                "opted_out_date_from": opted_out_date_from,
                "opted_out_date_to": opted_out_date_to,
                "query": query,
                "limit": limit,
                "sort": sort,
                "page": page,
            },
            max_items=max_items,
            options=options,
        )

    def create(
        self,
        *,
        email: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        last_name: str | Omit = OMIT,
        phone: str | Omit = OMIT,
        company: str | Omit = OMIT,
        company_address: NewCompanyAddress | NewCompanyAddressParams | Omit = OMIT,
        dob: date | Omit = OMIT,
        custom_field_value: Any | Omit = OMIT,
        associated_venues: Sequence[str] | Omit = OMIT,
        marketing_preference_ids: Sequence[str] | Omit = OMIT,
        marketing_preferences: Mapping[str, bool] | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        notes: str | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Create a customer.

        Adds a customer and answers with the new record. Consents can be given as a list of the preferences
        agreed to or as a map that says yes or no to each; what comes of both in one request is not
        documented.

        ``POST /customers``

        Args:
            email: Email address.
            first_name: First name.
            last_name: Last name.
            phone: Phone number.
            company: Name of the company.
            company_address: Address of the company.
            dob: Date of birth.
            custom_field_value: Value of the custom field.
            associated_venues: Ids of the venues the customer belongs to.
            marketing_preference_ids: Ids of the marketing preferences the customer agrees to.
            marketing_preferences: Consents, from the id of a marketing preference to whether the customer
                agrees (true) or refuses (false).
            labels: Labels to put on the customer.
            notes: Remarks about the customer.
            options: Choices for this call alone.

        Returns:
            The customer was added. ``with_response`` has the ``CustomerAnswer`` it came in.

        Raises:
            Unauthorized: No valid token came with the request (401).
            Forbidden: The token does not allow this; no body is documented (403).
            NotFound: There is no such resource (404).
            Invalid: The request did not pass validation; no body is documented (422).
            RateLimited: The token has used up its requests of this hour (429).
        """
        return self._call(
            CREATE,
            body={
                "email": email,
                "first_name": first_name,
                "last_name": last_name,
                "phone": phone,
                "company": company,
                "company_address": company_address,
                "dob": dob,
                "custom_field_value": custom_field_value,
                "associated_venues": associated_venues,
                "marketing_preference_ids": marketing_preference_ids,
                "marketing_preferences": marketing_preferences,
                "labels": labels,
                "notes": notes,
            },
            options=options,
        )

    def get(self, customer_id: str, *, options: Options | None = None) -> Customer:
        """Get a customer.

        Answers with the customer that has the given id.

        ``GET /customers/{customerId}``

        Args:
            customer_id: Id of the customer.
            options: Choices for this call alone.

        Returns:
            The customer was found. ``with_response`` has the ``CustomerAnswer`` it came in.

        Raises:
            Unauthorized: No valid token came with the request (401).
            Forbidden: The token does not allow this; no body is documented (403).
            NotFound: There is no such resource (404).
            RateLimited: The token has used up its requests of this hour (429).
        """
        return self._call(GET, path={"customerId": customer_id}, options=options)

    def update(
        self,
        customer_id: str,
        *,
        id: str | Omit = OMIT,
        email: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        last_name: str | Omit = OMIT,
        phone: str | Omit = OMIT,
        company: str | Omit = OMIT,
        company_address: CompanyAddress | CompanyAddressParams | Omit = OMIT,
        dob: str | Omit = OMIT,
        custom_field_value: str | Omit = OMIT,
        associated_venues: Sequence[str] | Omit = OMIT,
        marketing_preferences: Sequence[MarketingPreference | MarketingPreferenceParams] | Omit = OMIT,
        bookings: Sequence[Booking | BookingParams] | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        notes: str | Omit = OMIT,
        created_date: Timestamp | None | Omit = OMIT,
        last_updated: Timestamp | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Update a customer.

        Changes the customer that has the given id and answers with the changed record. The body is documented
        as a whole customer of which every member may be missing, and is shown with one member only; what
        becomes of the others, and of members such as `id`, is not documented.

        ``PUT /customers/{customerId}``

        Args:
            customer_id: Id of the customer.
            id: Id of the customer.
            email: Email address.
            first_name: First name.
            last_name: Last name.
            phone: Phone number.
            company: Name of the company.
            company_address: Address of the company.
            dob: Date of birth; a format is documented for new customers only.
            custom_field_value: Value of the custom field.
            associated_venues: Ids of the venues the customer belongs to.
            marketing_preferences: Consents the customer has given or taken back.
            bookings: Bookings of the customer.
            labels: Labels the customer carries.
            notes: Remarks about the customer.
            created_date: When the record was made; null where that was not noted, as before February 2019,
                save for imports and the like.
            last_updated: When the record last changed.
            options: Choices for this call alone.

        Returns:
            The customer was changed. ``with_response`` has the ``CustomerAnswer`` it came in.

        Raises:
            Unauthorized: No valid token came with the request (401).
            Forbidden: The token does not allow this; no body is documented (403).
            NotFound: There is no such resource (404).
            Invalid: The request did not pass validation; no body is documented (422).
            RateLimited: The token has used up its requests of this hour (429).
        """
        return self._call(
            UPDATE,
            path={"customerId": customer_id},
            body={
                "id": id,
                "email": email,
                "first_name": first_name,
                "last_name": last_name,
                "phone": phone,
                "company": company,
                "company_address": company_address,
                "dob": dob,
                "custom_field_value": custom_field_value,
                "associated_venues": associated_venues,
                "marketing_preferences": marketing_preferences,
                "bookings": bookings,
                "labels": labels,
                "notes": notes,
                "created_date": created_date,
                "last_updated": last_updated,
            },
            options=options,
        )

    def delete(self, customer_id: str, *, options: Options | None = None) -> None:
        """Delete a customer.

        Removes the customer that has the given id, and answers with nothing.

        ``DELETE /customers/{customerId}``

        Args:
            customer_id: Id of the customer.
            options: Choices for this call alone.

        Raises:
            Unauthorized: No valid token came with the request (401).
            Forbidden: The token does not allow this; no body is documented (403).
            NotFound: There is no such resource (404).
            RateLimited: The token has used up its requests of this hour (429).
        """
        self._call(DELETE, path={"customerId": customer_id}, options=options)


class AsyncCustomers(AsyncResource):
    """The asynchronous twin of :class:`Customers`."""

    def list(
        self,
        *,
        associated_venues: Sequence[str] | Omit = OMIT,
        booking_date: date | Omit = OMIT,
        booking_date_from: date | Omit = OMIT,
        booking_date_to: date | Omit = OMIT,
        created_date: date | Omit = OMIT,
        created_date_from: date | Omit = OMIT,
        created_date_to: date | Omit = OMIT,
        dob_month: int | Sequence[int] | Omit = OMIT,
        email: Sequence[str] | Omit = OMIT,
        full_name: str | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        last_updated: date | Omit = OMIT,
        last_updated_from: date | Omit = OMIT,
        last_updated_to: date | Omit = OMIT,
        opted_in: Sequence[str] | Omit = OMIT,
        opted_in_date: date | Omit = OMIT,
        opted_in_date_from: date | Omit = OMIT,
        opted_in_date_to: date | Omit = OMIT,
        opted_out: Sequence[str] | Omit = OMIT,
        opted_out_date: date | Omit = OMIT,
        opted_out_date_from: date | Omit = OMIT,
        opted_out_date_to: date | Omit = OMIT,
        query: str | Omit = OMIT,
        limit: int | Omit = OMIT,
        sort: Sequence[str] | Omit = OMIT,
        page: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[Customer]:
        """Get customers.

        See :meth:`Customers.list`.
        """
        return self._pages(
            LIST,
            query={
                "associated_venues": associated_venues,
                "booking_date": booking_date,
                "booking_date_from": booking_date_from,
                "booking_date_to": booking_date_to,
                "created_date": created_date,
                "created_date_from": created_date_from,
                "created_date_to": created_date_to,
                "dob_month": dob_month,
                "email": email,
                "full_name": full_name,
                "labels": labels,
                "last_updated": last_updated,
                "last_updated_from": last_updated_from,
                "last_updated_to": last_updated_to,
                "opted_in": opted_in,
                "opted_in_date": opted_in_date,
                "opted_in_date_from": opted_in_date_from,
                "opted_in_date_to": opted_in_date_to,
                "opted_out": opted_out,
                "opted_out_date": opted_out_date,
                "opted_out_date_from": opted_out_date_from,
                "opted_out_date_to": opted_out_date_to,
                "query": query,
                "limit": limit,
                "sort": sort,
                "page": page,
            },
            max_items=max_items,
            options=options,
        )

    async def create(
        self,
        *,
        email: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        last_name: str | Omit = OMIT,
        phone: str | Omit = OMIT,
        company: str | Omit = OMIT,
        company_address: NewCompanyAddress | NewCompanyAddressParams | Omit = OMIT,
        dob: date | Omit = OMIT,
        custom_field_value: Any | Omit = OMIT,
        associated_venues: Sequence[str] | Omit = OMIT,
        marketing_preference_ids: Sequence[str] | Omit = OMIT,
        marketing_preferences: Mapping[str, bool] | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        notes: str | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Create a customer.

        See :meth:`Customers.create`.
        """
        return await self._call(
            CREATE,
            body={
                "email": email,
                "first_name": first_name,
                "last_name": last_name,
                "phone": phone,
                "company": company,
                "company_address": company_address,
                "dob": dob,
                "custom_field_value": custom_field_value,
                "associated_venues": associated_venues,
                "marketing_preference_ids": marketing_preference_ids,
                "marketing_preferences": marketing_preferences,
                "labels": labels,
                "notes": notes,
            },
            options=options,
        )

    async def get(self, customer_id: str, *, options: Options | None = None) -> Customer:
        """Get a customer.

        See :meth:`Customers.get`.
        """
        return await self._call(GET, path={"customerId": customer_id}, options=options)

    async def update(
        self,
        customer_id: str,
        *,
        id: str | Omit = OMIT,
        email: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        last_name: str | Omit = OMIT,
        phone: str | Omit = OMIT,
        company: str | Omit = OMIT,
        company_address: CompanyAddress | CompanyAddressParams | Omit = OMIT,
        dob: str | Omit = OMIT,
        custom_field_value: str | Omit = OMIT,
        associated_venues: Sequence[str] | Omit = OMIT,
        marketing_preferences: Sequence[MarketingPreference | MarketingPreferenceParams] | Omit = OMIT,
        bookings: Sequence[Booking | BookingParams] | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        notes: str | Omit = OMIT,
        created_date: Timestamp | None | Omit = OMIT,
        last_updated: Timestamp | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Update a customer.

        See :meth:`Customers.update`.
        """
        return await self._call(
            UPDATE,
            path={"customerId": customer_id},
            body={
                "id": id,
                "email": email,
                "first_name": first_name,
                "last_name": last_name,
                "phone": phone,
                "company": company,
                "company_address": company_address,
                "dob": dob,
                "custom_field_value": custom_field_value,
                "associated_venues": associated_venues,
                "marketing_preferences": marketing_preferences,
                "bookings": bookings,
                "labels": labels,
                "notes": notes,
                "created_date": created_date,
                "last_updated": last_updated,
            },
            options=options,
        )

    async def delete(self, customer_id: str, *, options: Options | None = None) -> None:
        """Delete a customer.

        See :meth:`Customers.delete`.
        """
        await self._call(DELETE, path={"customerId": customer_id}, options=options)
